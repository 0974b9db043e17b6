-- Grain: one event, with its sentence, story, initiative, actors and unordered dyad.
-- What an item's older version says is kept, and not counted; nor is what a headline says that is told again below it:
-- a contact by a contact, other cooperation by any, and conflict by any from the same side, as what is cut short is
-- read otherwise.
with told as (
    select
        stg_events.*,
        articles.story_id,
        articles.source,
        articles.published_on,
        articles.month,
        articles.is_current,
        -- the text begins with its headline
        coalesce(stg_events.end_char <= length(articles.title), false) as is_headline,
        stg_events.is_negated or stg_events.is_hypothetical or stg_events.is_domestic as is_aside
    from {{ ref('stg_events') }} as stg_events
    inner join {{ ref('int_articles') }} as articles using (article_id)
),

events as (
    select
        *,
        case when source_country <> target_country then least(source_country, target_country) end as country_a,
        case when source_country <> target_country then greatest(source_country, target_country) end as country_b,
        is_headline and bool_or(not is_aside and not is_headline) over same_act as is_told_again,
        is_current and country_a is not null and not is_aside and not is_told_again as is_counted,
        -- what lies ahead is told as of the day of publication
        case
            when date_basis = 'publication' then published_on
            else least(published_on, {{ last_day_told('event_on', 'event_end_on', 'date_precision') }})
        end as as_of_on
    from told
    window same_act as (
        partition by
            article_id,
            country_a,
            country_b,
            if(event_type = 'CONSULT', 'contact', split_part(quad, '_', 2)),
            case when quad like '%conflict' then source_country end
    )
)

select
    events.*,
    initiative_events.initiative_id,
    source_actors.actor_id as source_actor_id,
    target_actors.actor_id as target_actor_id,
    speaker_actors.actor_id as speaker_actor_id,
    sentences.sentence,
    stages.stage_rank,
    -- a contact is completed while what it was about was but discussed; praise and giving way say nothing of it at all
    case
        when not events.is_counted then null
        when events.event_type = 'CONSULT' then case when stages.stage_rank in (2, 5, 6) then 2 end
        when events.stage = 'halted' then 0
        when events.event_type in ('AGREE', 'COOPERATE', 'AID') then stages.stage_rank
        when events.event_type = 'SUPPORT' and events.stage <> 'completed' then stages.stage_rank
    end as progress_rank
from events
left join {{ ref('stg_sentences') }} as sentences using (article_id, sentence_no)
left join {{ ref('stg_initiative_events') }} as initiative_events using (event_id)
left join {{ ref('stg_stages') }} as stages using (stage)
left join {{ ref('stg_actor_mentions') }} as source_actors
    on events.source_mention_id = source_actors.mention_id
left join {{ ref('stg_actor_mentions') }} as target_actors
    on events.target_mention_id = target_actors.mention_id
left join {{ ref('stg_actor_mentions') }} as speaker_actors
    on events.speaker_mention_id = speaker_actors.mention_id
