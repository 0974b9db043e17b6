-- Grain: one stage in one sector of one dyad. An initiative has reached every stage up to the furthest reported of it.
with stages as (
    select
        *,
        stage_rank + 1 as next_rank
    from {{ ref('dim_stage') }}
),

-- an initiative's days: of the stage itself, and of anything from that stage on
reached as (
    select
        events.initiative_id,
        stages.stage,
        stages.stage_rank,
        stages.next_rank,
        min(events.published_on) filter (where events.progress_rank = stages.stage_rank) as seen_on,
        min(events.published_on) filter (where events.progress_rank >= stages.next_rank) as next_on,
        count(*) filter (where events.progress_rank >= stages.next_rank) > 0 as has_next
    from {{ ref('fct_events') }} as events
    inner join stages
        on
            events.progress_rank = stages.stage_rank
            or (stages.stage_rank between 1 and events.progress_rank)
    where events.is_counted and events.initiative_id is not null
    group by events.initiative_id, stages.stage, stages.stage_rank, stages.next_rank
),

sectors as (
    select
        initiative_id,
        country_a,
        country_b,
        unnest(coalesce(nullif(sectors, []), [null])) as sector_code
    from {{ ref('fct_initiatives') }}
)

select
    sectors.country_a,
    sectors.country_b,
    sectors.country_a || '-' || sectors.country_b as dyad,
    sectors.sector_code,
    reached.stage,
    reached.stage_rank,
    count(*) as initiatives,
    -- only of initiatives reported at this stage and on a later day at a further one is the time between the two known
    median(reached.next_on - reached.seen_on) filter (
        where reached.stage_rank > 0 and reached.seen_on < reached.next_on
    ) as median_days_to_next_stage,
    case
        when reached.stage_rank between 1 and 5 then count(*) filter (where reached.has_next) / count(*)
    end as share_reaching_next
from reached
inner join sectors using (initiative_id)
group by sectors.country_a, sectors.country_b, sectors.sector_code, reached.stage, reached.stage_rank
