-- In which sectors, and how far things have come in them. Grain: one sector.
with counted as (
    select
        events.*,
        sectors.sector_code,
        -- as in metrics.dyad_sector: a quarrel halts nothing where nothing has begun
        case
            when events.progress_rank > 0 or events.event_type not in ('REJECT', 'SANCTION') then events.progress_rank
        end as reached_rank
    from marts.fct_events as events
    inner join marts.fct_event_sectors as sectors using (event_id)
    where
        events.is_counted
        and list_has_all([events.country_a, events.country_b], cast($sides as varchar[]))
        and coalesce(events.month >= $since, $since is null)
),

sectors as (
    select
        sector_code,
        count(distinct story_id) as stories,
        count(*) as events,
        count(distinct dyad) as dyads,
        max(reached_rank) as stage_rank,
        min(published_on) as first_on,
        max(published_on) as last_on,
        max_by(event_id, (coalesce(published_on, date '0001-01-01'), start_char)) as proof
    from counted
    group by sector_code
)

select
    sectors.*,
    stages.stage,
    max(sectors.stories) over () as most
from sectors
left join marts.dim_stage as stages using (stage_rank)
order by sectors.stories desc, sectors.events desc, sectors.sector_code asc
