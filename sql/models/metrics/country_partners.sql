-- Grain: one country and one of its partners; every dyad stands here twice.
with sided as (
    select
        country_a as country,
        country_b as partner,
        dyad,
        stories,
        net_cooperation
    from {{ ref('dyad_summary') }}
    union all
    select
        country_b as country,
        country_a as partner,
        dyad,
        stories,
        net_cooperation
    from {{ ref('dyad_summary') }}
),

top_sectors as (
    select
        dyad,
        arg_max(sector_code, (stories, events, sector_code)) as top_sector
    from {{ ref('dyad_sector') }}
    group by dyad
)

select
    sided.country,
    sided.partner,
    rank() over (partition by sided.country order by sided.stories desc) as rank,
    sided.stories,
    sided.stories / sum(sided.stories) over (partition by sided.country) as share,
    sided.net_cooperation,
    top_sectors.top_sector
from sided
left join top_sectors using (dyad)
