-- What could not be read, and why, with the first example; it has no date. Grain: one reason.
select
    reason_code,
    count(*) as items,
    min_by(detail, (raw_path, length(raw_position), raw_position)) as detail,
    min_by(raw_path, (raw_path, length(raw_position), raw_position)) as raw_path
from marts.fct_rejected
group by reason_code
order by items desc, reason_code asc
