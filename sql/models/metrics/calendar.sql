-- Grain: one dated contact or planned act. Reports of the same pair, type and first day are one contact, of the longest
-- range told ("29 September" and "29-30 September"); planned acts of other types also differ by what they are about.
with latest as (
    select max(published_on) as latest_on from {{ ref('fct_articles') }}
),

dated as (
    select
        *,
        coalesce(country_a, source_country, target_country) as side_a,
        country_b as side_b,
        case when regexp_matches(thing, '\pL.*\pL') then thing end as topic,
        case when event_type <> 'CONSULT' then lower(topic) end as act,
        (coalesce(published_on, date '1900-01-01'), stage_rank, event_id) as report
    from {{ ref('fct_events') }}
    where
        event_on is not null
        and date_basis <> 'publication'
        and (event_type = 'CONSULT' or stage = 'planned')
        and is_current
        and not (is_negated or is_hypothetical)
        and (is_counted or target_country is null or source_country is null)
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
    {{ is_upcoming('latest.latest_on') }} as is_upcoming,
    acts.stories,
    acts.latest_event_id
from acts
inner join {{ ref('dim_event_type') }} as event_types using (event_type)
cross join latest
