-- Amounts promised or delivered, the newest first. Grain: one amount, as in metrics.pledges.
select
    *,
    event_id as proof,
    count(*) over () as total
from metrics.pledges
where
    list_has_all([country_a, country_b], cast($sides as varchar[]))
    and coalesce(published_on >= $since, $since is null)
order by published_on desc nulls last, currency is null asc, value desc, event_id asc
limit $rows
