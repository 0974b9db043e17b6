-- Grain: one amount pledged or delivered; the same amount for the same thing in copies of a story is one.
select
    events.country_a,
    events.country_b,
    events.dyad,
    events.source_country,
    events.target_country,
    events.event_type,
    events.stage,
    quantities.value,
    quantities.unit,
    quantities.currency_code as currency,
    quantities.measured as what,
    quantities.modifier,
    events.event_on,
    events.published_on,
    events.event_id
from {{ ref('fct_events') }} as events
inner join {{ ref('fct_quantities') }} as quantities using (event_id)
where
    events.is_counted
    and events.event_type in ('AID', 'COOPERATE', 'AGREE', 'SUPPORT')
    -- neither rates, spans of time nor how many countries take part
    and quantities.unit not in (
        'percent', 'percentage_point', 'degree', 'years', 'months', 'weeks', 'days', 'hours', 'country'
    )
qualify row_number() over (
    partition by
        events.story_id, events.country_a, events.country_b, quantities.value, quantities.unit, quantities.measured
    order by events.stage_rank desc, events.confidence desc, events.event_id asc
) = 1
