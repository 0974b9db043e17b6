-- Grain: one sector of one dyad.
with stories as (
    select
        events.country_a,
        events.country_b,
        event_sectors.sector_code,
        events.story_id,
        count(*) as events,
        avg(events.goldstein) as goldstein,
        max((events.stage_rank, events.stage)) as furthest,
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
)

select
    stories.country_a,
    stories.country_b,
    stories.country_a || '-' || stories.country_b as dyad,
    stories.sector_code,
    count(*) as stories,
    cast(sum(stories.events) as bigint) as events,
    count(*) / any_value(totals.stories) as share,
    max(stories.furthest)[2] as furthest_stage,
    avg(stories.goldstein) as goldstein_mean,
    min(stories.first_on) as first_on,
    max(stories.last_on) as last_on
from stories
inner join totals using (country_a, country_b)
group by stories.country_a, stories.country_b, stories.sector_code
