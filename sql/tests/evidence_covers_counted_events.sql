-- Every counted event can be looked up: with its sentence, and in a story about its dyad.
select events.event_id
from {{ ref('fct_events') }} as events
left join {{ ref('evidence') }} as evidence using (event_id)
left join {{ ref('fct_dyad_stories') }} as dyad_stories
    on
        events.story_id = dyad_stories.story_id
        and events.country_a = dyad_stories.country_a
        and events.country_b = dyad_stories.country_b
where events.is_counted and (evidence.sentence is null or dyad_stories.story_id is null)
