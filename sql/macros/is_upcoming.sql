{# Whether an act of the calendar lies ahead of a day: until its last day, of a month, quarter or year until that ends. #}
{% macro is_upcoming(day) -%}
    stage not in ('completed', 'halted')
    and case precision
        when 'month' then last_day(coalesce(event_end_on, event_on))
        when 'quarter' then last_day(date_trunc('quarter', coalesce(event_end_on, event_on)) + interval 2 month)
        when 'year' then last_day(date_trunc('year', coalesce(event_end_on, event_on)) + interval 11 month)
        else coalesce(event_end_on, event_on)
    end > {{ day }}
{%- endmacro %}
