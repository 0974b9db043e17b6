-- Grain: one PLOVER event type.
select
    event_type,
    name,
    quad,
    cameo_code,
    description
from {{ source('reference', 'event_types') }}
