-- Grain: one event of one initiative.
select
    initiative_id,
    event_id
from {{ source('lake', 'initiative_events') }}
{{ newest(['event_id']) }}
