-- Grain: one speaker on one dyad. A sentence reprinted in copies of a story counts once.
select
    events.speaker_actor_id,
    actors.name as speaker,
    actors.country_code as speaker_country,
    actors.role as speaker_role,
    events.country_a,
    events.country_b,
    events.dyad,
    count(distinct events.sentence) filter (where events.attribution = 'direct') as quotations,
    count(distinct events.sentence) filter (where events.attribution = 'reported') as reported_statements,
    avg(events.goldstein) as tone,
    min(events.published_on) as first_on,
    max(events.published_on) as last_on
from {{ ref('fct_events') }} as events
inner join {{ ref('dim_actor') }} as actors
    on events.speaker_actor_id = actors.actor_id
where events.is_counted and events.attribution in ('direct', 'reported')
group by
    events.speaker_actor_id, actors.name, actors.country_code, actors.role,
    events.country_a, events.country_b, events.dyad
