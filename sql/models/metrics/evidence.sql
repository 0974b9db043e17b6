-- Grain: one event, counted or not, with what proves it.
with sectors as (
    select
        event_id,
        list(sector_code order by sector_code) as sectors
    from {{ ref('fct_event_sectors') }}
    group by event_id
)

select
    events.event_id,
    events.is_counted,
    events.is_current,
    events.country_a,
    events.country_b,
    events.dyad,
    events.source_country,
    events.target_country,
    events.event_type,
    events.event_mode,
    events.quad,
    events.cameo_code,
    events.goldstein,
    events.stage,
    events.is_reciprocal,
    events.is_negated,
    events.is_hypothetical,
    events.is_domestic,
    coalesce(sectors.sectors, []) as sectors,
    events.thing,
    events.event_on,
    events.event_end_on,
    events.date_precision,
    events.date_basis,
    events.place_name,
    events.place_country,
    events.attribution,
    speakers.name as speaker,
    speakers.country_code as speaker_country,
    events.predicate,
    events.sentence,
    events.start_char,
    events.end_char,
    events.article_id,
    events.story_id,
    events.initiative_id,
    articles.title,
    articles.source,
    articles.source_url,
    articles.published_on,
    events.month,
    articles.raw_path,
    events.confidence,
    events.coder_version
from {{ ref('fct_events') }} as events
inner join {{ ref('fct_articles') }} as articles using (article_id)
left join {{ ref('dim_actor') }} as speakers
    on events.speaker_actor_id = speakers.actor_id
left join sectors using (event_id)
