-- Grain: one level of contact of one dyad in one month. A contact is of the highest level among the persons named on
-- either side; contacts of a pair at one level on one day are one contact, undated ones are one a story.
with contacts as (
    select
        events.country_a,
        events.country_b,
        events.event_id,
        events.event_mode,
        events.story_id,
        case
            when events.date_basis <> 'publication' and events.date_precision in ('day', 'month') then events.event_on
        end as contact_on,
        coalesce(contact_on, events.published_on) as seen_on
    from {{ ref('fct_events') }} as events
    where
        events.is_counted
        and events.event_type = 'CONSULT'
        and events.stage in ('discussed', 'under_way', 'completed')
),

levels as (
    select
        participants.event_id,
        arg_min(levels.level, levels.level_rank) as level
    from {{ ref('fct_event_participants') }} as participants
    inner join {{ ref('dim_level') }} as levels using (level)
    where participants.participant in ('source', 'target')
    group by participants.event_id
),

ranked as (
    select
        contacts.*,
        coalesce(levels.level, 'unspecified') as level,
        coalesce(cast(contacts.contact_on as text), contacts.story_id) as contact
    from contacts
    left join levels using (event_id)
)

select
    country_a,
    country_b,
    country_a || '-' || country_b as dyad,
    cast(date_trunc('month', seen_on) as date) as month,
    level,
    count(distinct contact) filter (where event_mode is distinct from 'visit' and event_mode is distinct from 'phone')
        as meetings,
    count(distinct contact) filter (where event_mode = 'visit') as visits,
    count(distinct contact) filter (where event_mode = 'phone') as calls,
    min(seen_on) as first_on,
    max(seen_on) as last_on
from ranked
group by country_a, country_b, month, level
