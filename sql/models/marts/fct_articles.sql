-- Grain: one version of one article.
with events as (
    select
        article_id,
        count(*) as events
    from {{ ref('stg_events') }}
    group by article_id
)

select
    articles.article_id,
    articles.story_id,
    articles.is_representative,
    articles.similarity,
    articles.is_current,
    articles.source,
    articles.source_url,
    articles.guid,
    articles.title,
    articles.byline,
    articles.language,
    articles.is_coded,
    articles.published_on,
    articles.published_at,
    articles.published_basis,
    articles.published_unread,
    articles.month,
    articles.word_count,
    articles.content_sha256,
    coalesce(events.events, 0) as events,
    articles.raw_form,
    articles.raw_path,
    articles.raw_position,
    articles.ingested_at,
    articles.coder_version
from {{ ref('int_articles') }} as articles
left join events using (article_id)
