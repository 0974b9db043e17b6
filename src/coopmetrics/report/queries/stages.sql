-- How many initiatives stand at each stage, and how many got that far. Grain: one stage.
with listed as (
    select
        initiative_id,
        stage
    from metrics.initiatives
    where
        list_has_all([country_a, country_b], cast($sides as varchar[]))
        and coalesce(last_seen_on >= $since, $since is null)
),

reached as (
    select
        stages.stage,
        count(distinct events.initiative_id) as reached
    from marts.dim_stage as stages
    inner join marts.fct_events as events
        on
            stages.stage_rank = events.progress_rank
            or (stages.stage_rank between 1 and events.progress_rank)
    semi join listed using (initiative_id)
    where events.is_counted
    group by stages.stage
)

select
    stages.stage,
    stages.stage_rank,
    stages.description,
    count(listed.initiative_id) as standing,
    coalesce(any_value(reached.reached), 0) as reached,
    cast(sum(count(listed.initiative_id)) over () as bigint) as initiatives
from marts.dim_stage as stages
left join reached using (stage)
left join listed using (stage)
group by stages.stage, stages.stage_rank, stages.description
order by stages.stage_rank = 0, stages.stage_rank
