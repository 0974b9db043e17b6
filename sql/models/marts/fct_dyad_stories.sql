-- Grain: one story about one dyad: what every metric that compares counts, so that reprints add nothing.
select
    country_a,
    country_b,
    story_id,
    any_value(month) as month,
    min(published_on) as first_on,
    max(published_on) as last_on,
    count(distinct article_id) as articles,
    count(*) as events,
    count(*) filter (where quad = 'verbal_cooperation') as verbal_cooperation,
    count(*) filter (where quad = 'material_cooperation') as material_cooperation,
    count(*) filter (where quad = 'verbal_conflict') as verbal_conflict,
    count(*) filter (where quad = 'material_conflict') as material_conflict,
    avg(goldstein) as goldstein
from {{ ref('int_events') }}
where is_counted
group by country_a, country_b, story_id
