-- Grain: one initiative.
with latest as (
    select max(published_on) as latest_on from {{ ref('fct_articles') }}
)

select
    initiatives.initiative_id,
    initiatives.title,
    initiatives.country_a,
    initiatives.country_b,
    initiatives.dyad,
    initiatives.sectors,
    initiatives.stage,
    initiatives.stage_rank,
    initiatives.first_seen_on,
    initiatives.last_seen_on,
    latest.latest_on - initiatives.last_seen_on as days_since_seen,
    initiatives.stories,
    initiatives.sources,
    initiatives.amount,
    initiatives.currency,
    initiatives.latest_event_id
from {{ ref('fct_initiatives') }} as initiatives
cross join latest
