-- Grain: one mention.
select
    mention_id,
    article_id,
    sentence_no,
    start_char,
    end_char,
    text as mention,
    kind,
    name,
    entity_key,
    country_code,
    role,
    level,
    is_pronoun,
    confidence
from {{ source('lake', 'mentions') }}
{{ newest(['mention_id']) }}
