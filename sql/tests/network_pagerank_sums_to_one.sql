-- PageRank is a probability distribution over the countries of a year.
select
    year,
    sum(pagerank) as total
from {{ ref('network') }}
group by year
having abs(total - 1) > 1e-6
