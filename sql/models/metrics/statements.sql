-- Grain: one speaker on one dyad. A sentence counts once, however many acts it states and however often it is printed.
with sentences as (
    select
        speaker_actor_id,
        country_a,
        country_b,
        dyad,
        attribution,
        sentence,
        avg(goldstein) as goldstein,
        min(published_on) as first_on,
        max(published_on) as last_on
    from {{ ref('fct_events') }}
    where is_counted and attribution in ('direct', 'reported')
    group by speaker_actor_id, country_a, country_b, dyad, attribution, sentence
)

select
    sentences.speaker_actor_id,
    actors.name as speaker,
    actors.country_code as speaker_country,
    actors.role as speaker_role,
    sentences.country_a,
    sentences.country_b,
    sentences.dyad,
    count(*) filter (where sentences.attribution = 'direct') as quotations,
    count(*) filter (where sentences.attribution = 'reported') as reported_statements,
    avg(sentences.goldstein) as tone,
    min(sentences.first_on) as first_on,
    max(sentences.last_on) as last_on
from sentences
inner join {{ ref('dim_actor') }} as actors
    on sentences.speaker_actor_id = actors.actor_id
group by
    sentences.speaker_actor_id, actors.name, actors.country_code, actors.role,
    sentences.country_a, sentences.country_b, sentences.dyad
