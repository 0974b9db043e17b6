-- Grain: one stage.
select
    stage,
    cast(rank as integer) as stage_rank,
    description
from {{ source('reference', 'stages') }}
