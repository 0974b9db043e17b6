-- Grain: one dated contact or planned act. Reports of the same pair, type and days are one contact; planned acts of
-- other types also differ by what they are about.
with latest as (
    select max(published_on) as latest_on from {{ ref('fct_articles') }}
),

dated as (
    select
        events.*,
        articles.title as headline,
        latest.latest_on,
        coalesce(events.country_a, events.source_country, events.target_country) as side_a,
        events.country_b as side_b,
        case when events.event_type <> 'CONSULT' then lower(events.thing) end as act,
        (coalesce(events.published_on, date '1900-01-01'), events.stage_rank, events.event_id) as report
    from {{ ref('fct_events') }} as events
    inner join {{ ref('fct_articles') }} as articles using (article_id)
    cross join latest
    where
        events.event_on is not null
        and events.date_basis <> 'publication'
        and (events.event_type = 'CONSULT' or events.stage = 'planned')
        and not (events.is_negated or events.is_hypothetical)
        and (events.is_counted or events.target_country is null or events.source_country is null)
)

select
    event_on,
    event_end_on,
    arg_max(date_precision, report) as precision,
    side_a as country_a,
    side_b as country_b,
    side_a || '-' || side_b as dyad,
    event_type,
    coalesce(arg_max(thing, report), arg_max(headline, report), arg_max(predicate, report)) as title,
    arg_max(place_name, report) as place,
    arg_max(stage, report) as stage,
    coalesce(event_end_on, event_on) >= any_value(latest_on) and arg_max(stage, report) <> 'halted' as is_upcoming,
    count(distinct story_id) as stories,
    arg_max(event_id, report) as latest_event_id
from dated
group by event_on, event_end_on, side_a, side_b, event_type, act
