-- No stage is reached by more initiatives than the stage before it.
select
    dyad,
    sector_code,
    stage,
    initiatives,
    lag(initiatives) over (partition by dyad, sector_code order by stage_rank) as initiatives_before
from {{ ref('stage_funnel') }}
where stage_rank > 0
qualify initiatives > initiatives_before
