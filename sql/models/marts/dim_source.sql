-- Grain: one outlet or publisher.
select
    source,
    count(*) as articles,
    min(published_on) as first_on,
    max(published_on) as last_on
from {{ ref('stg_articles') }}
group by source
