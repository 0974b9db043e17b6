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
    modifier
from {{ ref('stg_quantities') }}
