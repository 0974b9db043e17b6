{# Keep one row a key, for the end of a staging model. Equal keys come of an item that was ingested twice: the newest by
   `by` where the table says when, else whichever, as their content is equal, but the same one in every build. #}
{% macro newest(key, by=none) -%}
    qualify row_number() over (
        partition by {{ key | join(", ") }}
        order by {% if by %}{{ by }} desc, {% endif %}coder_version desc, batch_id asc
    ) = 1
{%- endmacro %}
