-- Grain: one event, with its sentence, story, initiative, actors and unordered dyad.
with dyads as (
    select
        *,
        coalesce(source_country <> target_country, false) as is_international
    from {{ ref('stg_events') }}
)

select
    events.* exclude (is_international),
    articles.story_id,
    articles.source,
    articles.published_on,
    articles.month,
    initiative_events.initiative_id,
    source_actors.actor_id as source_actor_id,
    target_actors.actor_id as target_actor_id,
    speaker_actors.actor_id as speaker_actor_id,
    sentences.sentence,
    cast(stages.rank as integer) as stage_rank,
    case when events.is_international then least(events.source_country, events.target_country) end as country_a,
    case when events.is_international then greatest(events.source_country, events.target_country) end as country_b,
    events.is_international
    and not (events.is_negated or events.is_hypothetical or events.is_domestic) as is_counted
from dyads as events
inner join {{ ref('int_articles') }} as articles using (article_id)
left join {{ ref('stg_sentences') }} as sentences using (article_id, sentence_no)
left join {{ ref('stg_initiative_events') }} as initiative_events using (event_id)
left join {{ source('reference', 'stages') }} as stages using (stage)
left join {{ ref('stg_actor_mentions') }} as source_actors
    on events.source_mention_id = source_actors.mention_id
left join {{ ref('stg_actor_mentions') }} as target_actors
    on events.target_mention_id = target_actors.mention_id
left join {{ ref('stg_actor_mentions') }} as speaker_actors
    on events.speaker_mention_id = speaker_actors.mention_id
