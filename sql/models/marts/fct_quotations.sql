-- Grain: one direct quotation.
select
    quotations.quotation_id,
    quotations.article_id,
    quotations.start_char,
    quotations.end_char,
    quotations.quotation,
    quotations.speaker_mention_id,
    actor_mentions.actor_id as speaker_actor_id,
    mentions.name as speaker,
    mentions.country_code as speaker_country
from {{ ref('stg_quotations') }} as quotations
left join {{ ref('stg_mentions') }} as mentions
    on quotations.speaker_mention_id = mentions.mention_id
left join {{ ref('stg_actor_mentions') }} as actor_mentions
    on quotations.speaker_mention_id = actor_mentions.mention_id
