-- Stories by kind and month, of the last ten years at most; also silent months and those in which nothing was read.
-- Grain: one month.
with monthly as (
    select
        month,
        count(*) as events,
        count(distinct story_id) as stories,
        count(distinct story_id) filter (where quad = 'verbal_cooperation') as verbal_cooperation,
        count(distinct story_id) filter (where quad = 'material_cooperation') as material_cooperation,
        count(distinct story_id) filter (where quad = 'verbal_conflict') as verbal_conflict,
        count(distinct story_id) filter (where quad = 'material_conflict') as material_conflict
    from marts.fct_events
    where
        is_counted
        and list_has_all([country_a, country_b], cast($sides as varchar[]))
        and coalesce(month >= $since, $since is null)
    group by month
),

bounds as (
    select
        max(month) as latest,
        greatest((select min(monthly.month) from monthly), max(month) - interval 119 month) as earliest
    from marts.fct_articles
),

span as (
    select unnest(generate_series(earliest, latest, interval 1 month)) as month
    from bounds
)

select
    cast(span.month as date) as month,
    coalesce(monthly.events, 0) as events,
    coalesce(monthly.stories, 0) as stories,
    coalesce(monthly.verbal_cooperation, 0) as verbal_cooperation,
    coalesce(monthly.material_cooperation, 0) as material_cooperation,
    coalesce(monthly.verbal_conflict, 0) as verbal_conflict,
    coalesce(monthly.material_conflict, 0) as material_conflict,
    span.month in (select articles.month from marts.fct_articles as articles) as is_read
from span
left join monthly using (month)
order by span.month
