-- Grain: one sentence of one article.
select
    article_id,
    sentence_no,
    start_char,
    end_char,
    text as sentence,
    attribution,
    speaker_mention_id
from {{ source('lake', 'sentences') }}
{{ newest(['article_id', 'sentence_no']) }}
