{#- Whether an amount is a year's trade, all that is invested or the size of an economy, rather than what somebody gives. #}
{% macro is_statistic() -%}
    (
        regexp_matches(lower(measured), '\b(gdp|gross domestic product|economy|economies)$')
        or (
            event_type = 'COOPERATE' and stage in ('under_way', 'completed')
            and regexp_matches(
                lower(measured),
                '\b(trade|turnover|exports?|imports?|commerce|goods|services|relationship|ties|direct investments?)$'
            )
        )
    ) is true
{%- endmacro %}
