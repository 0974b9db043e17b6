-- Grain: one initiative.
select
    initiative_id,
    title,
    country_a,
    country_b,
    first_seen_on,
    last_seen_on
from {{ source('lake', 'initiatives') }}
{{ newest(['initiative_id']) }}
