-- Grain: one source in one month of publication; a null month holds what has no date, the rejected items among it.
with articles as (
    select
        source,
        cast(date_trunc('month', published_on) as date) as month,
        count(*) filter (where is_current) as articles,
        count(distinct story_id) filter (where is_current) as stories,
        count(*) filter (where is_current and not is_representative) as duplicates,
        count(*) filter (where not is_current) as superseded,
        count(*) filter (where is_current and events > 0) as with_events,
        max(published_on) as latest_on
    from {{ ref('fct_articles') }}
    group by all
),

language_counts as (
    select
        source,
        cast(date_trunc('month', published_on) as date) as month,
        language,
        count(*) as articles
    from {{ ref('fct_articles') }}
    where is_current
    group by all
),

languages as (
    select
        source,
        month,
        map_from_entries(list((language, articles) order by articles desc, language asc)) as languages
    from language_counts
    group by source, month
),

-- a rejected item is of the source that has most articles in the same file or archive
files as (
    select
        unnest([raw_path, split_part(raw_path, '!/', 1)]) as raw_path,
        source
    from {{ ref('fct_articles') }}
),

file_sources as (
    select
        raw_path,
        mode(source order by source) as source
    from files
    group by raw_path
),

-- or else of the one whose articles lie beside it, if it is only one
folder_sources as (
    select
        parse_dirpath(raw_path) as folder,
        if(count(distinct source) = 1, any_value(source), 'unknown') as source
    from {{ ref('fct_articles') }}
    group by folder
),

-- without any it is called as articles without a source are: as their folder, or as their archive without its suffixes
rejected as (
    select
        coalesce(
            file_sources.source,
            folder_sources.source,
            nullif(regexp_replace(parse_filename(parse_dirpath(rejected.raw_path)), '([.].*)?!$', ''), ''),
            'unknown'
        ) as source,
        cast(null as date) as month,
        count(*) as rejected
    from {{ ref('fct_rejected') }} as rejected
    left join file_sources using (raw_path)
    left join folder_sources on parse_dirpath(rejected.raw_path) = folder_sources.folder
    group by all
)

select
    coalesce(articles.source, rejected.source) as source,
    articles.month,
    coalesce(articles.articles, 0) as articles,
    coalesce(articles.stories, 0) as stories,
    coalesce(articles.duplicates, 0) as duplicates,
    coalesce(articles.superseded, 0) as superseded,
    coalesce(rejected.rejected, 0) as rejected,
    coalesce(languages.languages, map()) as languages,
    coalesce(articles.with_events, 0) as with_events,
    articles.latest_on
from articles
left join languages
    on articles.source = languages.source and articles.month is not distinct from languages.month
full outer join rejected
    on articles.source = rejected.source and articles.month is not distinct from rejected.month
