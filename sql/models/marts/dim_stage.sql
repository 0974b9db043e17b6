-- Grain: one stage.
select
    stage,
    stage_rank,
    description
from {{ ref('stg_stages') }}
