-- The newest counted events and those that the lists cite, with article, sides and stage. Grain: one event.
with newest as (
    select event_id
    from marts.fct_events
    where
        is_counted
        and list_has_all([country_a, country_b], cast($sides as varchar[]))
        and coalesce(month >= $since, $since is null)
    order by month desc nulls last, published_on desc nulls last, article_id asc, start_char asc, event_id asc
    limit $events
),

shown as (
    select event_id from newest
    union
    select unnest(cast($cited as varchar[])) as event_id
),

sides as (
    select
        event_id,
        list(mention order by participant) as mentions,
        any_value(name) filter (where participant = 'source') as source_name,
        any_value(name) filter (where participant = 'target') as target_name
    from marts.fct_event_participants
    where participant in ('source', 'target')
    group by event_id
)

select
    evidence.*,
    stages.stage_rank,
    coalesce(sides.mentions, []) as mentions,
    sides.source_name,
    sides.target_name
from metrics.evidence as evidence
inner join marts.dim_stage as stages on evidence.stage = stages.stage
left join sides using (event_id)
semi join shown using (event_id)
order by
    evidence.month desc nulls last, evidence.published_on desc nulls last, evidence.article_id asc,
    evidence.start_char asc, evidence.event_id asc
