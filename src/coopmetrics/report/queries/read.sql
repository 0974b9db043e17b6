-- What was read, in whatever language, and what was found in it. Grain: one row.
select
    count(*) as articles,
    count(distinct story_id) as stories,
    count(*) filter (where not is_coded) as other_language,
    count(*) filter (where published_on is null) as undated,
    cast(sum(events) as bigint) as events,
    count(distinct source) as sources,
    min(published_on) as first_on,
    max(published_on) as last_on
from marts.fct_articles
where is_current and coalesce(month >= $since, $since is null)
