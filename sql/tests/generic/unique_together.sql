{# The grain: no two rows share these columns (nulls count as equal). #}
{% test unique_together(model, columns) %}
select {{ columns | join(", ") }}, count(*) as row_count
from {{ model }}
group by all
having count(*) > 1
{% endtest %}
