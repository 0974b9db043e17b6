-- Grain: one dyad.
with stories as (
    select
        country_a,
        country_b,
        cast(sum(articles) as bigint) as articles,
        count(*) as stories,
        cast(sum(events) as bigint) as events,
        count(*) filter (where verbal_cooperation > 0) as verbal_cooperation,
        count(*) filter (where material_cooperation > 0) as material_cooperation,
        count(*) filter (where verbal_conflict > 0) as verbal_conflict,
        count(*) filter (where material_conflict > 0) as material_conflict,
        avg(goldstein) as goldstein_mean,
        sum(goldstein) as net_cooperation,
        min(first_on) as first_on,
        max(last_on) as last_on
    from {{ ref('fct_dyad_stories') }}
    group by country_a, country_b
),

corpus as (
    select count(distinct story_id) as stories
    from {{ ref('fct_articles') }}
    where is_coded
),

-- months numbered and centred, as the slope of a least-squares line needs them
months as (
    select
        month,
        date_diff('month', date '2000-01-01', month) as number,
        number - avg(number) over () as centred,
        month = max(month) over () as is_latest
    from {{ ref('fct_articles') }}
    where month is not null and is_coded
    group by month
),

slope as (
    select
        sum(centred ** 2) as spread,
        count(*) as months
    from months
),

-- a month without a story of the dyad adds zero to the line's numerator
trends as (
    select
        dyad_month.country_a,
        dyad_month.country_b,
        sum(months.centred * dyad_month.stories_per_1000) as covariance,
        max(dyad_month.momentum_z) filter (where months.is_latest) as momentum_z
    from {{ ref('dyad_month') }} as dyad_month
    inner join months using (month)
    group by dyad_month.country_a, dyad_month.country_b
),

sector_shares as (
    select
        country_a,
        country_b,
        sector_code,
        stories,
        events,
        stories / sum(stories) over (partition by country_a, country_b) as share
    from {{ ref('dyad_sector') }}
),

sectors as (
    select
        country_a,
        country_b,
        list(sector_code order by stories desc, events desc, sector_code asc) as sectors,
        sum(share * log2(1 / share)) as sector_entropy
    from sector_shares
    group by country_a, country_b
),

directed as (
    select
        country_a,
        country_b,
        count(distinct story_id) filter (where source_country = country_a) as from_a,
        count(distinct story_id) filter (where source_country = country_b) as from_b
    from {{ ref('fct_events') }}
    where is_counted and not is_reciprocal
    group by country_a, country_b
),

levels as (
    select
        contacts.country_a,
        contacts.country_b,
        arg_min(levels.level, levels.level_rank) as highest_level
    from {{ ref('contacts') }} as contacts
    inner join {{ ref('dim_level') }} as levels using (level)
    group by contacts.country_a, contacts.country_b
),

initiatives as (
    select
        country_a,
        country_b,
        count(*) as initiatives,
        count(*) filter (where stage = 'completed') as completed_initiatives
    from {{ ref('fct_initiatives') }}
    group by country_a, country_b
)

select
    stories.country_a,
    stories.country_b,
    stories.country_a || '-' || stories.country_b as dyad,
    stories.articles,
    stories.stories,
    stories.events,
    stories.verbal_cooperation,
    stories.material_cooperation,
    stories.verbal_conflict,
    stories.material_conflict,
    stories.goldstein_mean,
    stories.net_cooperation,
    (stories.verbal_cooperation + stories.material_cooperation)
    / (
        stories.verbal_cooperation + stories.material_cooperation
        + stories.verbal_conflict + stories.material_conflict
    ) as cooperation_share,
    1000 * stories.stories / corpus.stories as stories_per_1000,
    trends.momentum_z,
    case when slope.months >= 3 then trends.covariance / slope.spread end as trend,
    stories.first_on,
    stories.last_on,
    coalesce(sectors.sectors, []) as sectors,
    sectors.sector_entropy,
    1 - abs(directed.from_a - directed.from_b) / nullif(directed.from_a + directed.from_b, 0) as reciprocity,
    levels.highest_level,
    coalesce(initiatives.initiatives, 0) as initiatives,
    coalesce(initiatives.completed_initiatives, 0) as completed_initiatives
from stories
cross join corpus
cross join slope
left join trends using (country_a, country_b)
left join sectors using (country_a, country_b)
left join directed using (country_a, country_b)
left join levels using (country_a, country_b)
left join initiatives using (country_a, country_b)
