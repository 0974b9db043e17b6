-- Grain: one actor.
select
    actor_id,
    kind,
    name,
    country_code,
    role,
    level,
    aliases,
    first_seen_on,
    last_seen_on,
    mention_count
from {{ source('lake', 'actors') }}
{{ newest(['actor_id']) }}
