-- Grain: one direct quotation.
select
    quotation_id,
    article_id,
    start_char,
    end_char,
    text as quotation,
    speaker_mention_id
from {{ source('lake', 'quotations') }}
{{ newest(['quotation_id']) }}
