-- Grain: one dyad in one month. Rates are of the stories in which events could be found: of those in coded languages.
with months as (
    select
        month,
        count(distinct story_id) as month_stories,
        count(*) over trailing_year as trailing_months
    from {{ ref('fct_articles') }}
    where month is not null and is_coded
    group by month
    window trailing_year as (
        order by month range between interval 12 months preceding and interval 1 month preceding
    )
),

monthly as (
    select
        country_a,
        country_b,
        month,
        cast(sum(articles) as bigint) as articles,
        count(*) as stories,
        cast(sum(events) as bigint) as events,
        count(*) filter (where verbal_cooperation > 0) as verbal_cooperation,
        count(*) filter (where material_cooperation > 0) as material_cooperation,
        count(*) filter (where verbal_conflict > 0) as verbal_conflict,
        count(*) filter (where material_conflict > 0) as material_conflict,
        avg(goldstein) as goldstein_mean,
        sum(goldstein) as net_cooperation
    from {{ ref('fct_dyad_stories') }}
    where month is not null
    group by country_a, country_b, month
),

rated as (
    select
        monthly.*,
        months.trailing_months,
        1000 * monthly.stories / months.month_stories as stories_per_1000
    from monthly
    inner join months using (month)
),

-- months of the trailing year without a story add nothing to the sums, but count in their number
baselines as (
    select
        *,
        coalesce(sum(stories_per_1000) over trailing_year, 0) / trailing_months as baseline_mean,
        coalesce(sum(stories_per_1000 ** 2) over trailing_year, 0) as baseline_squares
    from rated
    window trailing_year as (
        partition by country_a, country_b
        order by month range between interval 12 months preceding and interval 1 month preceding
    )
),

spread as (
    select
        *,
        sqrt(greatest(baseline_squares - trailing_months * baseline_mean ** 2, 0) / (trailing_months - 1)) as deviation
    from baselines
)

select
    country_a,
    country_b,
    country_a || '-' || country_b as dyad,
    month,
    articles,
    stories,
    events,
    verbal_cooperation,
    material_cooperation,
    verbal_conflict,
    material_conflict,
    goldstein_mean,
    net_cooperation,
    (verbal_cooperation + material_cooperation)
    / (verbal_cooperation + material_cooperation + verbal_conflict + material_conflict) as cooperation_share,
    stories_per_1000,
    case
        when trailing_months >= 3 and deviation > 1e-9 then (stories_per_1000 - baseline_mean) / deviation
    end as momentum_z
from spread
