-- Grain: one amount of one event.
select
    quantity_id,
    event_id,
    value,
    low,
    high,
    unit,
    currency_code,
    measured,
    modifier,
    is_conversion
from {{ ref('stg_quantities') }}
