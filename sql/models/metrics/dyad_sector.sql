-- Grain: one sector of one dyad.
with stories as (
    select
        events.country_a,
        events.country_b,
        event_sectors.sector_code,
        events.story_id,
        count(*) as events,
        avg(events.goldstein) as goldstein,
        -- a quarrel halts nothing where nothing has begun
        max(events.progress_rank) filter (
            where events.progress_rank > 0 or events.event_type not in ('REJECT', 'SANCTION')
        ) as furthest_rank,
        min(events.published_on) as first_on,
        max(events.published_on) as last_on
    from {{ ref('fct_events') }} as events
    inner join {{ ref('fct_event_sectors') }} as event_sectors using (event_id)
    where events.is_counted
    group by events.country_a, events.country_b, event_sectors.sector_code, events.story_id
),

totals as (
    select
        country_a,
        country_b,
        count(*) as stories
    from {{ ref('fct_dyad_stories') }}
    group by country_a, country_b
),

sectors as (
    select
        stories.country_a,
        stories.country_b,
        stories.sector_code,
        count(*) as stories,
        cast(sum(stories.events) as bigint) as events,
        count(*) / any_value(totals.stories) as share,
        max(stories.furthest_rank) as furthest_rank,
        avg(stories.goldstein) as goldstein_mean,
        min(stories.first_on) as first_on,
        max(stories.last_on) as last_on
    from stories
    inner join totals using (country_a, country_b)
    group by stories.country_a, stories.country_b, stories.sector_code
)

select
    sectors.country_a,
    sectors.country_b,
    sectors.country_a || '-' || sectors.country_b as dyad,
    sectors.sector_code,
    sectors.stories,
    sectors.events,
    sectors.share,
    stages.stage as furthest_stage,
    sectors.goldstein_mean,
    sectors.first_on,
    sectors.last_on
from sectors
left join {{ ref('dim_stage') }} as stages
    on sectors.furthest_rank = stages.stage_rank
