-- Grain: one day, from the year of the first publication or event to the year of the last, within 1900 to 2100.
with dated as (
    select published_on as date_on from {{ ref('stg_articles') }}
    union all
    select event_on as date_on from {{ ref('stg_events') }}
),

bounds as (
    select
        date_trunc('year', min(date_on)) as first_on,
        date_trunc('year', max(date_on)) + interval 1 year as end_on
    from dated
    where date_on between date '1900-01-01' and date '2100-12-31'
),

days as (
    select cast(unnest(generate_series(first_on, end_on - interval 1 day, interval 1 day)) as date) as date_on
    from bounds
)

select
    date_on,
    cast(year(date_on) as integer) as year,
    cast(quarter(date_on) as integer) as quarter,
    cast(date_trunc('month', date_on) as date) as month,
    cast(isodow(date_on) as integer) as iso_weekday
from days
