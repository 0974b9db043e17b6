-- Grain: one country in one year. An edge is a dyad with cooperation in that year, its weight the number of stories;
-- PageRank (Brin and Page 1998) by power iteration with damping 0.85, 30 rounds, summing to 1 a year.
with recursive edges as (
    select
        year(month) as year,
        country_a as country,
        country_b as partner,
        count(*) as weight
    from {{ ref('fct_dyad_stories') }}
    where month is not null and verbal_cooperation + material_cooperation > 0
    group by all
    union all by name
    select
        year(month) as year,
        country_b as country,
        country_a as partner,
        count(*) as weight
    from {{ ref('fct_dyad_stories') }}
    where month is not null and verbal_cooperation + material_cooperation > 0
    group by all
),

nodes as (
    select
        year,
        country,
        count(*) as degree,
        sum(weight) as strength,
        list(partner order by weight desc, partner asc) as partners,
        count(*) over (partition by year) as countries
    from edges
    group by year, country
),

-- what each neighbour passes on: its rank in proportion to the weight of the edge
links as (
    select
        edges.year,
        edges.country,
        edges.partner,
        edges.weight / nodes.strength as portion,
        nodes.countries
    from edges
    inner join nodes
        on edges.year = nodes.year and edges.partner = nodes.country
),

ranks as (
    select
        0 as round,
        year,
        country,
        cast(1 as double) / countries as pagerank
    from nodes
    union all
    select
        ranks.round + 1 as round,
        links.year,
        links.country,
        0.15 / any_value(links.countries) + 0.85 * sum(ranks.pagerank * links.portion) as pagerank
    from ranks
    inner join links
        on ranks.year = links.year and ranks.country = links.partner
    where ranks.round < 30
    group by ranks.round, links.year, links.country
)

select
    cast(nodes.year as integer) as year,
    nodes.country,
    nodes.degree,
    cast(nodes.strength as bigint) as strength,
    ranks.pagerank,
    nodes.partners
from nodes
inner join ranks using (year, country)
where ranks.round = 30
