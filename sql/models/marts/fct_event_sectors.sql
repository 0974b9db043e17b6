-- Grain: one sector of one event.
select
    event_id,
    sector_code
from {{ ref('stg_event_sectors') }}
