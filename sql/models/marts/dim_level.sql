-- Grain: one level of office.
select
    level,
    cast(rank as integer) as level_rank,
    comment as description
from {{ source('reference', 'levels') }}
