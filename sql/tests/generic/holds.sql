{# An invariant of every row; a null result does not break it. #}
{% test holds(model, expression, column_name=none) %}
select *
from {{ model }}
where not ({{ column_name or "" }} {{ expression }})
{% endtest %}
