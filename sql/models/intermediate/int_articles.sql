-- Grain: one article version, with its story. A story is of the month in which its first article came out, so that it
-- counts in one month however long it is reprinted.
with articles as (
    select
        stg_articles.*,
        coalesce(stg_stories.story_id, stg_articles.article_id) as story_id,
        coalesce(stg_stories.is_representative, true) as is_representative,
        coalesce(stg_stories.similarity, 1.0) as similarity,
        coalesce(stg_stories.is_current, true) as is_current,
        -- English, and texts too short to tell
        stg_articles.language in ('en', 'und') as is_coded
    from {{ ref('stg_articles') }} as stg_articles
    left join {{ ref('stg_stories') }} as stg_stories using (article_id)
)

select
    *,
    cast(date_trunc('month', min(published_on) over (partition by story_id)) as date) as month
from articles
