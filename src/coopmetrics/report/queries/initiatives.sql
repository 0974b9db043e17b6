-- What the sides pursue together, the most reported first, with the sentence of the last report. Grain: one initiative.
select
    initiatives.*,
    evidence.sentence,
    initiatives.latest_event_id as proof,
    count(*) over () as total
from metrics.initiatives as initiatives
left join metrics.evidence as evidence on initiatives.latest_event_id = evidence.event_id
where
    list_has_all([initiatives.country_a, initiatives.country_b], cast($sides as varchar[]))
    and coalesce(initiatives.last_seen_on >= $since, $since is null)
order by initiatives.stories desc, initiatives.last_seen_on desc, initiatives.title asc, initiatives.initiative_id asc
limit $rows
