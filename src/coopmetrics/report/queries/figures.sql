-- The headline: all counted events between the sides. Grain: one row.
select
    count(*) as events,
    count(distinct article_id) as articles,
    count(distinct story_id) as stories,
    count(distinct source) as sources,
    count(distinct dyad) as dyads,
    count(distinct story_id) filter (where quad = 'verbal_cooperation') as verbal_cooperation,
    count(distinct story_id) filter (where quad = 'material_cooperation') as material_cooperation,
    count(distinct story_id) filter (where quad = 'verbal_conflict') as verbal_conflict,
    count(distinct story_id) filter (where quad = 'material_conflict') as material_conflict,
    (verbal_cooperation + material_cooperation)
    / nullif(verbal_cooperation + material_cooperation + verbal_conflict + material_conflict, 0) as cooperation_share,
    min(published_on) as first_on,
    max(published_on) as last_on
from marts.fct_events
where
    is_counted
    and list_has_all([country_a, country_b], cast($sides as varchar[]))
    and coalesce(month >= $since, $since is null)
