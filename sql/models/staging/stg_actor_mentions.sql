-- Grain: one mention.
select
    mention_id,
    actor_id
from {{ source('lake', 'actor_mentions') }}
{{ newest(['mention_id']) }}
