-- Grain: one level of contact of one dyad in one month. However many rows and stories tell of a contact, it counts once
-- for its day (its month or story, where the day is not told), in its form and at the highest level among the persons
-- named on either side. Talks on the day of a visit or call are part of it.
with told as (
    select
        country_a,
        country_b,
        story_id,
        event_id,
        event_mode,
        case when date_basis = 'publication' then 'unknown' else date_precision end as told_to,
        case when told_to = 'unknown' then published_on else event_on end as seen_on,
        cast(date_trunc('month', seen_on) as date) as month
    from {{ ref('fct_events') }}
    where
        is_counted
        and event_type = 'CONSULT'
        and stage in ('discussed', 'under_way', 'completed')
        and told_to in ('day', 'month', 'unknown')
),

-- a vaguer mention is of the contact that is dated beside it
occasions as (
    select
        *,
        case told_to
            when 'day' then cast(seen_on as text)
            when 'month' then 'in ' || month
            else story_id
        end as occasion
    from told
    qualify
        case told_to
            when 'day' then true
            when 'month' then not bool_or(told_to = 'day') over (partition by country_a, country_b, month)
            else not bool_or(told_to <> 'unknown') over (partition by country_a, country_b, story_id)
        end
),

formed as (
    select
        *,
        case
            when event_mode in ('visit', 'phone') then event_mode
            when bool_or(event_mode = 'visit') over same_occasion then 'visit'
            when bool_or(event_mode = 'phone') over same_occasion then 'phone'
            else 'meeting'
        end as form
    from occasions
    window same_occasion as (partition by country_a, country_b, occasion)
),

contacts as (
    select
        formed.country_a,
        formed.country_b,
        formed.form,
        min(formed.month) as month,
        min(formed.seen_on) as seen_on,
        coalesce(arg_min(levels.level, levels.level_rank), 'unspecified') as level
    from formed
    left join {{ ref('fct_event_participants') }} as participants
        on formed.event_id = participants.event_id and participants.participant in ('source', 'target')
    left join {{ ref('dim_level') }} as levels using (level)
    group by formed.country_a, formed.country_b, formed.occasion, formed.form
)

select
    country_a,
    country_b,
    country_a || '-' || country_b as dyad,
    month,
    level,
    count(*) filter (where form = 'meeting') as meetings,
    count(*) filter (where form = 'visit') as visits,
    count(*) filter (where form = 'phone') as calls,
    min(seen_on) as first_on,
    max(seen_on) as last_on
from contacts
group by country_a, country_b, month, level
