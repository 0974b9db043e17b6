-- Grain: one article version. The text stays in the lake.
select
    article_id,
    source,
    source_url,
    guid,
    title,
    byline,
    language,
    published_on,
    published_at,
    published_basis,
    published_unread,
    word_count,
    content_sha256,
    raw_form,
    raw_path,
    raw_position,
    ingested_at,
    batch_id,
    coder_version
from {{ source('lake', 'articles') }}
{{ newest(['article_id'], by='ingested_at') }}
