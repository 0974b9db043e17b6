-- What the small graphs show: stories with cooperation and with conflict, of the last three years at most.
-- Grain: one dyad in one month with a story about it.
with span as (
    select
        max(month) as latest,
        greatest(min(month), max(month) - interval 35 month, coalesce($since, min(month))) as earliest
    from marts.fct_articles
)

select
    stories.country_a || '-' || stories.country_b as dyad,
    date_diff('month', span.earliest, stories.month) as position,
    date_diff('month', span.earliest, span.latest) + 1 as positions,
    count(*) filter (where stories.verbal_cooperation + stories.material_cooperation > 0) as cooperation,
    count(*) filter (where stories.verbal_conflict + stories.material_conflict > 0) as conflict
from marts.fct_dyad_stories as stories
inner join span on stories.month between span.earliest and span.latest
where list_has_all([stories.country_a, stories.country_b], cast($sides as varchar[]))
group by stories.country_a, stories.country_b, stories.month, span.earliest, span.latest
order by dyad, position
