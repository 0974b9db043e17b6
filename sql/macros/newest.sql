{# Keep one row a key, for the end of a staging model. Equal keys come of an item that was ingested twice: the newest by
   `by` where the table says when, else that of the newest code, whose versions read "0.10.0-3f2a9c1e"; of one version
   whichever, as their content is equal, but the same one in every build. #}
{% macro newest(key, by=none) -%}
    qualify row_number() over (
        partition by {{ key | join(", ") }}
        order by
            {% if by %}{{ by }} desc,{% endif %}
            try_cast(string_split(split_part(coder_version, '-', 1), '.') as integer []) desc,
            coder_version desc,
            batch_id asc
    ) = 1
{%- endmacro %}
