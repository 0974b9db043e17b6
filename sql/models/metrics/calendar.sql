-- Grain: one dated contact or planned act. Reports of the same pair, type and first day are one contact, of the longest
-- range told ("29 September" and "29-30 September"); planned acts of other types also differ by what they are about,
-- and are left out under the name of a contact that day.
{{ calendar_seen('(select max(published_on) from ' ~ ref('fct_articles') ~ ')') }}
