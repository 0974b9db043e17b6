-- Grain: one outlet or publisher.
select
    source,
    count(*) filter (where is_current) as articles,
    min(published_on) as first_on,
    max(published_on) as last_on
from {{ ref('int_articles') }}
group by source
