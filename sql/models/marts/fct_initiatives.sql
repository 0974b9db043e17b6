-- Grain: one initiative. How far it has come is the furthest stage reported, unless the last report is that it stopped.
-- What is told of more than a month before the days already reported of is background, and neither stops a thing nor
-- takes it up again.
with events as (
    select
        *,
        -- undated reports are never the latest; of those of one day, that it stopped is
        (
            coalesce(published_on, date '1900-01-01'), progress_rank is not distinct from 0, stage_rank, confidence,
            event_id
        ) as report,
        max(as_of_on) filter (where progress_rank is not null) over days_before as reported_until
    from {{ ref('int_events') }}
    where is_counted and initiative_id is not null
    window days_before as (
        partition by initiative_id
        order by coalesce(published_on, date '1900-01-01')
        range between unbounded preceding and interval 1 day preceding
    )
),

progress as (
    select
        initiative_id,
        max(progress_rank) as furthest_rank,
        arg_max(progress_rank, report) filter (where (as_of_on + 30 < reported_until) is not true) as last_rank,
        count(*) as events,
        count(distinct story_id) as stories,
        count(distinct source) as sources,
        arg_max(event_id, report) as latest_event_id
    from events
    group by initiative_id
),

sectors as (
    select
        events.initiative_id,
        list(distinct event_sectors.sector_code order by event_sectors.sector_code) as sectors
    from events
    inner join {{ ref('stg_event_sectors') }} as event_sectors using (event_id)
    group by events.initiative_id
),

-- of the last report that names money the largest sum
money as (
    select
        events.initiative_id,
        quantities.value as amount,
        quantities.currency_code as currency
    from events
    inner join {{ ref('stg_quantities') }} as quantities using (event_id)
    where quantities.currency_code is not null and not quantities.is_conversion and not {{ is_statistic() }}
    qualify row_number() over (
        partition by events.initiative_id
        order by events.report desc, quantities.value desc, quantities.quantity_id asc
    ) = 1
)

select
    initiatives.initiative_id,
    initiatives.title,
    initiatives.country_a,
    initiatives.country_b,
    initiatives.country_a || '-' || initiatives.country_b as dyad,
    coalesce(sectors.sectors, []) as sectors,
    stages.stage,
    stages.stage_rank,
    initiatives.first_seen_on,
    initiatives.last_seen_on,
    progress.events,
    progress.stories,
    progress.sources,
    money.amount,
    money.currency,
    progress.latest_event_id
from {{ ref('stg_initiatives') }} as initiatives
inner join progress using (initiative_id)
inner join {{ ref('stg_stages') }} as stages
    on stages.stage_rank = case when progress.last_rank = 0 then 0 else progress.furthest_rank end
left join sectors using (initiative_id)
left join money using (initiative_id)
