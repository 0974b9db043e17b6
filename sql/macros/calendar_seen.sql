{# The calendar as it could be read on a day: of what was published until then. Undated reports count as older than any.
   An act lies ahead until its last day, of a month, quarter or year until that ends. A plan is called off by a report of
   any type, with any date or none, on the same thing: of its initiative, or under the same name. #}
{% macro calendar_seen(day) -%}
with seen as (
    select {{ day }} as seen_on
),

told as (
    select
        events.*,
        coalesce(events.country_a, events.source_country, events.target_country) as side_a,
        events.country_b as side_b,
        case when regexp_matches(events.thing, '\pL.*\pL') then events.thing end as topic,
        (
            coalesce(events.published_on, date '1900-01-01'), events.stage = 'halted', events.stage_rank,
            events.event_id
        ) as report
    from {{ ref('fct_events') }} as events
    cross join seen
    where
        events.is_current
        and not (events.is_negated or events.is_hypothetical)
        and (events.is_counted or events.target_country is null or events.source_country is null)
        and (events.published_on > seen.seen_on) is not true
),

dated as (
    select
        *,
        case when event_type <> 'CONSULT' then lower(topic) end as act,
        {{ last_day_told('event_on', 'event_end_on', 'date_precision') }} as until_on
    from told
    where
        event_on is not null
        and date_basis <> 'publication'
        and (event_type = 'CONSULT' or stage in ('planned', 'completed', 'halted'))
),

-- what an act goes by: its initiative, its name or where one meets
named as (
    select
        *,
        unnest([initiative_id, lower(topic), if(event_type = 'CONSULT', place_name, null)]) as known_as
    from dated
),

-- what is told of a month is of the first day in it that is told of the same act: of a day still ahead if it is a plan,
-- else of one gone by
days as (
    select
        months.event_id,
        days.event_on,
        days.event_end_on,
        days.date_precision,
        days.act,
        days.until_on
    from named as months
    inner join named as days
        on
            months.date_precision = 'month'
            and days.date_precision = 'day'
            and months.side_a = days.side_a
            and months.side_b is not distinct from days.side_b
            and months.event_type = days.event_type
            and months.known_as = days.known_as
            and days.event_on between months.event_on and months.until_on
            and (
                months.stage = 'halted' or (months.stage = 'planned') = (days.event_on >= months.published_on)
            ) is not false
    qualify row_number() over (partition by months.event_id order by days.event_on, days.event_id) = 1
),

placed as (
    select
        dated.* replace (
            coalesce(days.event_on, dated.event_on) as event_on,
            if(days.event_on is null, dated.event_end_on, days.event_end_on) as event_end_on,
            coalesce(days.date_precision, dated.date_precision) as date_precision,
            if(days.event_on is null, dated.act, days.act) as act,
            coalesce(days.until_on, dated.until_on) as until_on
        )
    from dated
    left join days on dated.event_id = days.event_id
),

-- what calls a plan off after it was told of, before it is over, and not of more than a month before
called_off as (
    select
        plans.event_on,
        plans.date_precision,
        plans.side_a,
        plans.side_b,
        plans.event_type,
        plans.act,
        halts.stage,
        halts.story_id,
        halts.event_id,
        halts.report
    from placed as plans
    inner join told as halts
        on
            plans.side_a = halts.side_a
            and plans.side_b = halts.side_b
            and (plans.initiative_id = halts.initiative_id or lower(plans.topic) = lower(halts.topic))
            and halts.published_on between plans.published_on and plans.until_on
            and halts.as_of_on + 30 >= plans.published_on
    where plans.stage = 'planned' and halts.stage = 'halted'
),

reports as (
    select
        event_on,
        event_end_on,
        date_precision,
        side_a,
        side_b,
        event_type,
        act,
        topic,
        place_name,
        stage,
        story_id,
        event_id,
        report
    from placed
    union all by name
    from called_off
),

acts as (
    select
        event_on,
        max(event_end_on) as event_end_on,
        date_precision as precision,
        side_a as country_a,
        side_b as country_b,
        event_type,
        -- "construction of the bridge" rather than "meeting", which the last report may call it
        arg_max(topic, (contains(topic, ' '), report)) as topic,
        arg_max(place_name, report) as place,
        arg_max(stage, report) as stage,
        count(distinct story_id) as stories,
        arg_max(event_id, report) as latest_event_id
    from reports
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
    coalesce(
        acts.topic,
        event_types.name || ' of ' || concat_ws(
            ' and ', coalesce(one.name, acts.country_a), coalesce(other.name, acts.country_b)
        )
    ) as title,
    acts.place,
    acts.stage,
    acts.stage not in ('completed', 'halted') and (
        {{ last_day_told('acts.event_on', 'acts.event_end_on', 'acts.precision') }} > seen.seen_on
    ) is true as is_upcoming,
    acts.stories,
    acts.latest_event_id
from acts
inner join {{ ref('dim_event_type') }} as event_types using (event_type)
left join {{ ref('dim_country') }} as one on acts.country_a = one.country_code
left join {{ ref('dim_country') }} as other on acts.country_b = other.country_code
cross join seen
window same_day as (partition by acts.event_on, acts.precision, acts.country_a, acts.country_b)
-- the "forum" that is agreed on is the "business forum" at which the two meet that day
qualify
    acts.event_type = 'CONSULT'
    or contains(
        ' ' || lower(max(acts.topic) filter (where acts.event_type = 'CONSULT') over same_day) || ' ',
        ' ' || lower(acts.topic) || ' '
    ) is not true
{%- endmacro %}
