-- Who deals with whom, the busiest first. Grain: one dyad.
with counted as (
    select *
    from marts.fct_events
    where
        is_counted
        and list_has_all([country_a, country_b], cast($sides as varchar[]))
        and coalesce(month >= $since, $since is null)
),

dyads as (
    select
        dyad,
        country_a,
        country_b,
        count(distinct story_id) as stories,
        count(*) as events,
        count(distinct story_id) filter (where quad = 'verbal_cooperation') as verbal_cooperation,
        count(distinct story_id) filter (where quad = 'material_cooperation') as material_cooperation,
        count(distinct story_id) filter (where quad = 'verbal_conflict') as verbal_conflict,
        count(distinct story_id) filter (where quad = 'material_conflict') as material_conflict,
        max(published_on) as last_on,
        max_by(event_id, (coalesce(published_on, date '0001-01-01'), start_char)) as proof
    from counted
    group by dyad, country_a, country_b
),

dyad_sectors as (
    select
        counted.dyad,
        sectors.sector_code,
        count(distinct counted.story_id) as stories,
        count(*) as events
    from counted
    inner join marts.fct_event_sectors as sectors using (event_id)
    group by counted.dyad, sectors.sector_code
),

main_sectors as (
    select
        dyad,
        list(sector_code order by stories desc, events desc, sector_code asc)[:2] as sectors
    from dyad_sectors
    group by dyad
)

select
    dyads.*,
    (dyads.verbal_cooperation + dyads.material_cooperation)
    / (dyads.verbal_cooperation + dyads.material_cooperation + dyads.verbal_conflict + dyads.material_conflict)
        as cooperation_share,
    dyads.stories / sum(dyads.stories) over () as share,
    coalesce(main_sectors.sectors, []) as sectors,
    count(*) over () as total
from dyads
left join main_sectors using (dyad)
order by dyads.stories desc, dyads.events desc, dyads.dyad asc
limit $rows
