{# Keep one row a key, that of the newest batch: `where`-like clause for the end of a staging model. #}
{% macro newest(key, by="batch_id") -%}
    qualify row_number() over (partition by {{ key | join(", ") }} order by {{ by }} desc) = 1
{%- endmacro %}
