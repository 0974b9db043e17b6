-- Grain: one sector.
select
    sector_code,
    name,
    parent_code,
    isic_section as isic_section_code,
    isic_divisions as isic_division_codes,
    description
from {{ source('reference', 'sectors') }}
