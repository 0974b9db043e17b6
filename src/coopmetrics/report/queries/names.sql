-- What codes are called.
select
    'country' as kind,
    country_code as code,
    name
from marts.dim_country
union all
select
    'sector' as kind,
    sector_code as code,
    name
from marts.dim_sector
union all
select
    'event_type' as kind,
    event_type as code,
    name
from marts.dim_event_type
