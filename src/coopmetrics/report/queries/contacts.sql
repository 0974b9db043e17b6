-- Who meets whom, by the highest level of office named. Grain: one level of one dyad.
with event_levels as (
    select
        participants.event_id,
        min_by(participants.level, levels.level_rank) as level
    from marts.fct_event_participants as participants
    inner join marts.dim_level as levels using (level)
    where participants.participant in ('source', 'target')
    group by participants.event_id
),

proofs as (
    select
        events.dyad,
        coalesce(event_levels.level, 'unspecified') as level,
        max_by(events.event_id, (coalesce(events.published_on, date '0001-01-01'), events.start_char)) as proof
    from marts.fct_events as events
    left join event_levels using (event_id)
    where
        events.is_counted
        and events.event_type = 'CONSULT'
        and events.stage in ('discussed', 'under_way', 'completed')
        and coalesce(events.month >= $since, $since is null)
    group by events.dyad, coalesce(event_levels.level, 'unspecified')
)

select
    contacts.dyad,
    contacts.country_a,
    contacts.country_b,
    contacts.level,
    cast(sum(contacts.meetings) as bigint) as meetings,
    cast(sum(contacts.visits) as bigint) as visits,
    cast(sum(contacts.calls) as bigint) as calls,
    max(contacts.last_on) as last_on,
    any_value(proofs.proof) as proof,
    count(*) over () as total
from metrics.contacts as contacts
left join proofs using (dyad, level)
left join marts.dim_level as levels using (level)
where
    list_has_all([contacts.country_a, contacts.country_b], cast($sides as varchar[]))
    and coalesce(contacts.month >= $since, $since is null)
group by contacts.dyad, contacts.country_a, contacts.country_b, contacts.level, levels.level_rank
order by
    levels.level_rank asc nulls last, sum(contacts.meetings + contacts.visits + contacts.calls) desc, contacts.dyad asc
limit $rows
