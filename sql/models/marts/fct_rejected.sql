-- Grain: one raw item that could not be ingested.
select
    raw_path,
    raw_position,
    reason_code,
    detail,
    rejected_at
from {{ ref('stg_rejected') }}
