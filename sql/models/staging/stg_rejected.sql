-- Grain: one raw item that could not be ingested.
select
    raw_path,
    raw_position,
    reason_code,
    detail,
    rejected_at,
    batch_id,
    coder_version
from {{ source('lake', 'rejected') }}
{{ newest(['raw_path', 'raw_position', 'reason_code'], by='rejected_at') }}
