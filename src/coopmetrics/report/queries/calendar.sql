-- What is ahead, as of the latest article. Grain: one act of one pair, as in metrics.calendar.
select
    *,
    latest_event_id as proof,
    count(*) over () as total
from metrics.calendar
where is_upcoming and list_has_all([country_a, country_b], cast($sides as varchar[]))
order by event_on, dyad, title
limit $rows
