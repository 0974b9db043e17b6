-- Grain: as of calendar. Usage: from metrics.calendar_as_of(date '2024-06-01').
{{ config(materialized='table_function', parameters=['day'], contract={'enforced': false}, persist_docs={}) }}
{{ calendar_seen('cast(day as date)') }}
