{# Views of the published file name no database, so that it may be renamed or attached under any name. #}
{% macro ref() %}
    {% set relation = builtins.ref(*varargs, **kwargs) %}
    {% do return(relation.include(database=relation.database != target.database)) %}
{% endmacro %}
