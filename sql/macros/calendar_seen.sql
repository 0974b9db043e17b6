{# The calendar as it could be read on a day: of what was published until then. Undated reports count as older than any.
   An act lies ahead until its last day, of a month, quarter or year until that ends. #}
{% macro calendar_seen(day) -%}
with seen as (
    select {{ day }} as seen_on
),

dated as (
    select
        events.*,
        coalesce(events.country_a, events.source_country, events.target_country) as side_a,
        events.country_b as side_b,
        case when regexp_matches(events.thing, '\pL.*\pL') then events.thing end as topic,
        case when events.event_type <> 'CONSULT' then lower(topic) end as act,
        (
            coalesce(events.published_on, date '1900-01-01'), events.stage = 'halted', events.stage_rank,
            events.event_id
        ) as report
    from {{ ref('fct_events') }} as events
    cross join seen
    where
        events.event_on is not null
        and events.date_basis <> 'publication'
        and (events.event_type = 'CONSULT' or events.stage in ('planned', 'completed', 'halted'))
        and events.is_current
        and not (events.is_negated or events.is_hypothetical)
        and (events.is_counted or events.target_country is null or events.source_country is null)
        and (events.published_on > seen.seen_on) is not true
),

acts as (
    select
        event_on,
        max(event_end_on) as event_end_on,
        date_precision as precision,
        side_a as country_a,
        side_b as country_b,
        event_type,
        arg_max(topic, report) as topic,
        arg_max(place_name, report) as place,
        arg_max(stage, report) as stage,
        count(distinct story_id) as stories,
        arg_max(event_id, report) as latest_event_id
    from dated
    group by event_on, date_precision, side_a, side_b, event_type, act
    -- what was done or called off closes a plan, and is none by itself
    having event_type = 'CONSULT' or bool_or(stage = 'planned')
)

select
    acts.event_on,
    acts.event_end_on,
    acts.precision,
    acts.country_a,
    acts.country_b,
    acts.country_a || '-' || acts.country_b as dyad,
    acts.event_type,
    coalesce(acts.topic, event_types.name || ' of ' || concat_ws(' and ', acts.country_a, acts.country_b)) as title,
    acts.place,
    acts.stage,
    acts.stage not in ('completed', 'halted') and (
        case acts.precision
            when 'month' then last_day(coalesce(acts.event_end_on, acts.event_on))
            when 'quarter'
                then last_day(date_trunc('quarter', coalesce(acts.event_end_on, acts.event_on)) + interval 2 month)
            when 'year'
                then last_day(date_trunc('year', coalesce(acts.event_end_on, acts.event_on)) + interval 11 month)
            else coalesce(acts.event_end_on, acts.event_on)
        end > seen.seen_on
    ) is true as is_upcoming,
    acts.stories,
    acts.latest_event_id
from acts
inner join {{ ref('dim_event_type') }} as event_types using (event_type)
cross join seen
{%- endmacro %}
