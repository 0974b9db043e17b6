{# The last day of what is told of a day, month, quarter or year, or of a range from one to another. #}
{% macro last_day_told(on, end_on, precision) -%}
case {{ precision }}
    when 'month' then last_day(coalesce({{ end_on }}, {{ on }}))
    when 'quarter' then last_day(date_trunc('quarter', coalesce({{ end_on }}, {{ on }})) + interval 2 month)
    when 'year' then last_day(date_trunc('year', coalesce({{ end_on }}, {{ on }})) + interval 11 month)
    else coalesce({{ end_on }}, {{ on }})
end
{%- endmacro %}
