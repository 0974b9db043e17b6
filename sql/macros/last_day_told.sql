{# The last day of what is told of a day, month or year, or of a range from one to another. A quarter states its end:
   summer goes from June to August. #}
{% macro last_day_told(on, end_on, precision) -%}
case {{ precision }}
    when 'month' then last_day(coalesce({{ end_on }}, {{ on }}))
    when 'year' then last_day(date_trunc('year', coalesce({{ end_on }}, {{ on }})) + interval 11 month)
    else coalesce({{ end_on }}, {{ on }})
end
{%- endmacro %}
