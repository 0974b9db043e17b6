{#- Whether an amount is a year's trade, all that is invested or what an economy yields, rather than what somebody gives. #}
{% macro is_statistic() -%}
    (
        regexp_matches(lower(measured), '\b(gdp|gross domestic product)$')
        or (
            event_type in ('COOPERATE', 'SUPPORT') and stage in ('under_way', 'completed')
            and (
                regexp_matches(
                    lower(measured), '\b(trade|turnover|exports?|imports?|commerce|relationship|ties|direct investments?)$'
                )
                -- trade in them is mutual, a delivery is not
                or (is_reciprocal and regexp_matches(lower(measured), '\b(goods|services)$'))
            )
        )
    ) is true
{%- endmacro %}
