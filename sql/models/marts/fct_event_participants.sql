-- Grain: one participant (source, target or speaker) of one event.
with participants as (
    unpivot (
        select
            event_id,
            source_mention_id as source,
            target_mention_id as target,
            speaker_mention_id as speaker
        from {{ ref('stg_events') }}
    )
    on source, target, speaker
    into name participant value mention_id
)

select
    participants.event_id,
    participants.participant,
    participants.mention_id,
    actor_mentions.actor_id,
    mentions.kind,
    mentions.name,
    mentions.mention,
    mentions.country_code,
    mentions.role,
    mentions.level,
    mentions.confidence
from participants
inner join {{ ref('stg_mentions') }} as mentions using (mention_id)
left join {{ ref('stg_actor_mentions') }} as actor_mentions using (mention_id)
