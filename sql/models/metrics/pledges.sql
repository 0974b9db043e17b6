-- Grain: one amount pledged or delivered, from one side to the other; the same amount for the same thing in copies of a
-- story is one.
with amounts as (
    select
        events.*,
        quantities.* exclude (event_id),
        case when not events.is_reciprocal then events.source_country end as giver
    from {{ ref('fct_events') }} as events
    inner join {{ ref('fct_quantities') }} as quantities using (event_id)
    where
        events.is_counted
        and not quantities.is_conversion
        and events.event_type in ('AID', 'COOPERATE', 'AGREE', 'SUPPORT')
        -- who praises an amount, or gives thanks for it, does not give it
        and not (events.event_type = 'SUPPORT' and events.stage = 'completed')
        and not {{ is_statistic() }}
        -- neither rates, spans of time, degrees nor how many countries take part
        and not contains(quantities.unit, '_per_')
        and quantities.unit not in (
            'percent', 'percentage_point', 'Mbps', 'degree', 'years', 'months', 'weeks', 'days', 'hours', 'country'
        )
),

-- a row that leaves the giver open stands only where no other tells of the amount
told as (
    select *
    from amounts
    qualify
        is_reciprocal
        = bool_and(is_reciprocal) over (partition by story_id, country_a, country_b, value, unit, measured)
),

pledged as (
    select *
    from told
    qualify row_number() over (
        partition by story_id, country_a, country_b, giver, value, unit, measured
        order by event_type in ('AID', 'COOPERATE') desc, stage_rank desc, confidence desc, event_id asc
    ) = 1
)

select
    country_a,
    country_b,
    dyad,
    source_country,
    target_country,
    is_reciprocal,
    event_type,
    stage,
    value,
    unit,
    currency_code as currency,
    measured as what,
    modifier,
    event_on,
    published_on,
    event_id,
    event_group_id,
    coalesce(
        currency_code is not null
        and (lag(story_id) over same_sum = story_id or published_on - lag(published_on) over same_sum <= 60),
        false
    ) as is_retold
from pledged
window same_sum as (
    partition by country_a, country_b, value, currency_code
    order by published_on asc, story_id asc, stage_rank desc, confidence desc, event_id asc
)
