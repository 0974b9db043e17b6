-- What was read from whom. Grain: one source.
select
    source,
    cast(sum(articles) as bigint) as articles,
    cast(sum(duplicates) as bigint) as duplicates,
    cast(sum(with_events) as bigint) as with_events,
    max(latest_on) as latest_on,
    count(*) over () as total
from metrics.coverage
where coalesce(month >= $since, $since is null)
group by source
having sum(articles) > 0
order by articles desc, source asc
limit $rows
