-- What is wished for, promised or planned, the newest first; but not what a later report tells was done or given up.
-- Grain: one thing from one side toward the other at one stage in one story; of its sentences the likeliest.
with outcomes as (
    select
        initiative_id,
        max(published_on) as told_on
    from marts.fct_events
    where is_counted and progress_rank in (0, 5, 6)
    group by initiative_id
),

said as (
    select events.*
    from marts.fct_events as events
    left join outcomes using (initiative_id)
    where
        events.is_counted
        and events.event_type in ('AGREE', 'COOPERATE', 'AID', 'SUPPORT')
        and events.stage in ('proposed', 'agreed', 'planned')
        and (outcomes.told_on > events.published_on) is not true
        and list_has_all([events.country_a, events.country_b], cast($sides as varchar[]))
        and coalesce(events.month >= $since, $since is null)
    qualify row_number() over (
        partition by
            events.story_id, events.source_country, events.target_country, events.stage,
            coalesce(events.thing, events.sentence)
        order by events.confidence desc, events.event_id asc
    ) = 1
)

select
    said.event_id as proof,
    said.source_country,
    said.target_country,
    said.country_a,
    said.country_b,
    said.is_reciprocal,
    said.stage,
    said.stage_rank,
    said.thing,
    said.sentence,
    said.attribution,
    speakers.name as speaker,
    speakers.role as speaker_role,
    said.event_on,
    said.event_end_on,
    said.date_precision,
    said.date_basis,
    said.published_on,
    count(*) over () as total
from said
left join marts.dim_actor as speakers on said.speaker_actor_id = speakers.actor_id
order by said.published_on desc nulls last, said.stage_rank desc, said.confidence desc, said.event_id asc
limit $rows
