-- Grain: one level of contact of one dyad in one month. However many rows and stories tell of a contact, it counts once
-- for its days (its month or story, where these are not told), in its form and at the highest level among the persons
-- named on either side; a visit is of its visitors' level, whoever receives them. Talks during a visit or on the day of
-- a call are part of it. Talks that go on, told without a day, are no meeting: each story on them would count as one.
with told as (
    select
        country_a,
        country_b,
        story_id,
        event_id,
        case when event_mode in ('visit', 'phone') then event_mode end as told_form,
        -- 043: one hosts the other
        case when event_mode = 'visit' then if(cameo_code = '043', target_country, source_country) end as visitor,
        case when date_basis = 'publication' then 'unknown' else date_precision end as told_to,
        min(published_on) over (partition by story_id) as news_on,
        case when told_to = 'unknown' then news_on else event_on end as seen_on,
        cast(date_trunc('month', seen_on) as date) as month,
        -- the days between which it lies: what is told without a day is news of a week at most
        case when told_to = 'unknown' then seen_on - 7 else seen_on end as since_on,
        case told_to
            when 'day' then coalesce(event_end_on, event_on)
            when 'month' then last_day(event_on)
            else seen_on
        end as until_on
    from {{ ref('fct_events') }}
    where
        is_counted
        and event_type = 'CONSULT'
        and stage in ('discussed', 'under_way', 'completed')
        and told_to in ('day', 'month', 'unknown')
        and not (stage = 'under_way' and told_to = 'unknown' and told_form is null)
),

-- each under its form and under none, as what is told without a form may be any: the join below is of equals alone
dated as (
    select distinct
        country_a,
        country_b,
        unnest([told_form, null]) as told_form,
        since_on,
        until_on
    from told
    where told_to = 'day'
),

begun as (
    select
        told.*,
        min(dated.since_on) as begun_on
    from told
    left join dated
        on
            told.country_a = dated.country_a
            and told.country_b = dated.country_b
            and told.told_form is not distinct from dated.told_form
            and told.since_on <= dated.until_on
            and told.until_on >= dated.since_on
    group by all
),

-- a vaguer mention is of the contact that is dated beside it; a visit or call is not, if that one has another form and
-- is no news: an article tells of "a recent visit" after the commission that met in spring
occasions as (
    select
        *,
        case told_to
            when 'day' then cast(begun_on as text)
            when 'month' then 'in ' || month
            else story_id
        end as occasion
    from begun
    window
        same_story as (partition by country_a, country_b, story_id),
        same_form as (partition by country_a, country_b, story_id, told_form)
    qualify
        told_to = 'day'
        or (
            begun_on is null
            and (
                told_to = 'month'
                or not bool_or(told_to <> 'unknown') over same_story
                or (
                    told_form is not null
                    and news_on is not null
                    and not bool_or(told_to <> 'unknown') over same_form
                    and not bool_or(told_to <> 'unknown' and until_on >= news_on - 7) over same_story
                )
            )
        )
),

formed as (
    select
        *,
        case
            when told_form is not null then told_form
            when bool_or(told_form = 'visit') over same_occasion then 'visit'
            when bool_or(told_form = 'phone') over same_occasion then 'phone'
            else 'meeting'
        end as form,
        list(visitor) over same_occasion as visitors
    from occasions
    window same_occasion as (partition by country_a, country_b, occasion)
),

contacts as (
    select
        formed.country_a,
        formed.country_b,
        formed.form,
        min(formed.month) as month,
        min(formed.seen_on) as first_on,
        max(case when formed.told_to = 'day' then formed.until_on else formed.seen_on end) as last_on,
        coalesce(
            arg_min(levels.level, levels.level_rank)
            filter (formed.form <> 'visit' or list_contains(formed.visitors, participants.country_code)),
            'unspecified'
        ) as level
    from formed
    left join {{ ref('fct_event_participants') }} as participants
        on formed.event_id = participants.event_id and participants.participant in ('source', 'target')
    left join {{ ref('dim_level') }} as levels using (level)
    group by formed.country_a, formed.country_b, formed.occasion, formed.form
)

select
    country_a,
    country_b,
    country_a || '-' || country_b as dyad,
    month,
    level,
    count(*) filter (where form = 'meeting') as meetings,
    count(*) filter (where form = 'visit') as visits,
    count(*) filter (where form = 'phone') as calls,
    min(first_on) as first_on,
    max(last_on) as last_on
from contacts
group by country_a, country_b, month, level
