-- Grain: one article in one story.
select
    article_id,
    story_id,
    is_representative,
    similarity,
    is_current
from {{ source('lake', 'stories') }}
{{ newest(['article_id']) }}
