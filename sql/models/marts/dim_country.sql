-- Grain: one country, intergovernmental organisation or forum.
select
    country_code,
    name,
    alpha_2_code,
    false as is_igo,
    is_historic
from {{ source('reference', 'countries') }}
union all
select
    code as country_code,
    name,
    null as alpha_2_code,
    true as is_igo,
    false as is_historic
from {{ source('reference', 'igos') }}
