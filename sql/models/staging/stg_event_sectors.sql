-- Grain: one sector of one event.
select
    event_id,
    sector_code
from {{ source('lake', 'event_sectors') }}
{{ newest(['event_id', 'sector_code']) }}
