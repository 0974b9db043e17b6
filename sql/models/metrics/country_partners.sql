-- Grain: one country and one of its partners; every dyad stands here twice.
-- Materialized, or DuckDB works the summary out once for the ranks and once for the shares.
with sided as materialized (
    select
        unnest([country_a, country_b]) as country,
        unnest([country_b, country_a]) as partner,
        stories,
        net_cooperation,
        sectors[1] as top_sector
    from {{ ref('dyad_summary') }}
)

select
    country,
    partner,
    rank() over (partition by country order by stories desc) as rank,
    stories,
    stories / sum(stories) over (partition by country) as share,
    net_cooperation,
    top_sector
from sided
