select
    country,
    sum(share) as total
from {{ ref('country_partners') }}
group by country
having abs(total - 1) > 1e-9
