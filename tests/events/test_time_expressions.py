from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.document import Document
from coopmetrics.events.time_expressions import TimeExpression, find
from coopmetrics.events.time_grammar import RULES, opened

TUESDAY = date(2023, 9, 12)
WORDS_OF_TIME = (
    "the The very early mid late of in on by since a A last next that same third half year years month day days week "
    "weekend quarter Q3 spring winter night today Today after before earlier later end start rest anniversary March May Jan. "
    "Sept. October Monday Friday 5 29th 30 12.09.2019 2019-09-12 2021 1990s 2021-25 - , . to and"
).split()


def one(text: str, anchor: date | None = TUESDAY) -> TimeExpression:
    (found,) = find(text, anchor)
    return found


@pytest.mark.parametrize(
    ("text", "on", "end_on", "precision"),
    [
        ("The forum is on September 29-30, 2023.", date(2023, 9, 29), date(2023, 9, 30), "day"),
        ("They toured the port from 29 September to 3 October 2022.", date(2022, 9, 29), date(2022, 10, 3), "day"),
        ("The talks of 28 December - 3 January 2022 failed.", date(2021, 12, 28), date(2022, 1, 3), "day"),
        ("It was signed on Sept. 5, 2021 in Doha.", date(2021, 9, 5), None, "day"),
        ("The line opened on the 6th of June 2020.", date(2020, 6, 6), None, "day"),
        ("Filed 2023-09-12 by the desk.", date(2023, 9, 12), None, "day"),
        ("The accord of 12.09.2019 holds.", date(2019, 9, 12), None, "day"),
        ("Work began in early March 2022.", date(2022, 3, 1), None, "month"),
        ("Exports rose between March and May 2020.", date(2020, 3, 1), date(2020, 5, 31), "month"),
        ("Trade fell in the third quarter of 2022.", date(2022, 7, 1), date(2022, 9, 30), "quarter"),
        ("Ships lay in port from November to February 2022.", date(2021, 11, 1), date(2022, 2, 28), "month"),
        ("The fair ran from the 13th to the 19th of October 2022.", date(2022, 10, 13), date(2022, 10, 19), "day"),
        ("The aid came on Christmas Eve 2021.", date(2021, 12, 24), None, "day"),
        ("A March summit failed.", date(2023, 3, 1), None, "month"),
        ("Trade fell in the last two months of 2022.", date(2022, 11, 1), date(2022, 12, 31), "month"),
        ("The plan for 2021-2025 was adopted.", date(2021, 1, 1), date(2025, 12, 31), "year"),
        ("From 2017 to 2021 they lent money.", date(2017, 1, 1), date(2021, 12, 31), "year"),
        ("They lent money between 2010 and 2015.", date(2010, 1, 1), date(2015, 12, 31), "year"),
        ("By 2030 the line will carry gas.", date(2030, 1, 1), None, "year"),
        ("In 2019 ministers opened the line.", date(2019, 1, 1), None, "year"),
        ("Tents came after the 2022 floods.", date(2022, 1, 1), None, "year"),
        ("Kenya's 2017 elections were watched.", date(2017, 1, 1), None, "year"),
        ("2021 marks ten years of the pact.", date(2021, 1, 1), None, "year"),
        ("A peace (1763) gave them the islands.", date(1763, 1, 1), None, "year"),
        ("Trade fell in the last quarter of 2021.", date(2021, 10, 1), date(2021, 12, 31), "quarter"),
        ("The envoys meet on Friday, October 20.", date(2023, 10, 20), None, "day"),
        ("They met in Oslo on Thursday 1 June 2023.", date(2023, 6, 1), None, "day"),
        ("Talks are set for Monday and Tuesday (2-3 October).", date(2023, 10, 2), date(2023, 10, 3), "day"),
    ],
)
def test_explicit(text: str, on: date, end_on: date | None, precision: str) -> None:
    found = one(text)
    assert (found.on, found.end_on, found.precision, found.basis) == (on, end_on, precision, "explicit")


@pytest.mark.parametrize(
    ("text", "on", "end_on", "precision"),
    [
        ("They met yesterday.", date(2023, 9, 11), None, "day"),
        ("The envoy left on the 3rd of this month.", date(2023, 9, 3), None, "day"),
        ("The envoy left on the 31st of last month.", date(2023, 8, 31), None, "day"),
        ("They met on Monday.", date(2023, 9, 11), None, "day"),
        ("They met on Tuesday.", TUESDAY, None, "day"),
        ("They met last Tuesday.", date(2023, 9, 5), None, "day"),
        ("They meet next Tuesday.", date(2023, 9, 19), None, "day"),
        ("Ministers met last week.", date(2023, 9, 4), date(2023, 9, 10), "day"),
        ("It was agreed two weeks ago.", date(2023, 8, 29), None, "day"),
        ("PACT AGREED SIX YEARS AGO", date(2017, 1, 1), None, "year"),
        ("Six Years Ago They Agreed", date(2017, 1, 1), None, "year"),
        ("They met in Oslo just a month or so ago.", date(2023, 8, 1), None, "month"),
        ("Flights resumed last month.", date(2023, 8, 1), None, "month"),
        ("Flights resumed earlier this year.", date(2023, 1, 1), None, "year"),
        ("He came last December.", date(2022, 12, 1), None, "month"),
        ("The pact was made in May last year.", date(2022, 5, 1), None, "month"),
        ("Ms May last year met the mayor.", date(2022, 1, 1), None, "year"),
        ("Envoys met on 5 June of this year.", date(2023, 6, 5), None, "day"),
        ("The loan was repaid by the 30th, banks said.", date(2023, 8, 30), None, "day"),
        ("A fortnight ago the port closed.", date(2023, 8, 29), None, "day"),
        ("Two centuries ago they were foes.", date(1823, 1, 1), None, "year"),
        ("Envoys met over the weekend.", date(2023, 9, 9), date(2023, 9, 10), "day"),
        ("The visit comes just four months after the summit.", date(2023, 5, 1), None, "month"),
        ("It comes a week before the vote.", date(2023, 9, 19), None, "day"),
        ("The pact was signed last quarter.", date(2023, 4, 1), date(2023, 6, 30), "quarter"),
        ("The pact was signed in the last quarter.", date(2023, 4, 1), date(2023, 6, 30), "quarter"),
        ("The envoy left the day before yesterday.", date(2023, 9, 10), None, "day"),
        ("The envoy leaves the day after tomorrow.", date(2023, 9, 14), None, "day"),
        ("Ministers meet on Tuesday next week.", date(2023, 9, 19), None, "day"),
        ("Ministers met last week on Friday.", date(2023, 9, 8), None, "day"),
        ("The mine was sold half a year ago.", date(2023, 3, 1), None, "month"),
        ("The mine was sold two and a half years ago.", date(2021, 3, 1), None, "month"),
        ("The mine was sold a year and a half ago.", date(2022, 3, 1), None, "month"),
        ("The pact lapses two weeks from now.", date(2023, 9, 26), None, "day"),
        ("The bridge opens by year-end.", date(2023, 1, 1), None, "year"),
        ("Trade grew in the first seven months of this year.", date(2023, 1, 1), date(2023, 7, 31), "month"),
        ("Trade grew in the first half of last year.", date(2022, 1, 1), date(2022, 6, 30), "quarter"),
        ("Trade grew in the third quarter of last year.", date(2022, 7, 1), date(2022, 9, 30), "quarter"),
    ],
)
def test_relative(text: str, on: date, end_on: date | None, precision: str) -> None:
    found = one(text)
    assert (found.on, found.end_on, found.precision, found.basis) == (on, end_on, precision, "relative")


@pytest.mark.parametrize(
    "text",
    [
        "They may march in.",
        "On February 30, 2022 nothing.",
        "2000 troops and $2024 in cash.",
        "Oman gave 1900 blankets under Resolution 1540.",
        "They met fıve days ago.",
        "The March on the capital began by the 38th parallel.",
        "Pottery from the 16th and 17th centuries was shown by the 5th and final team.",
        "Ms May met Father Christmas, who had retired thirty-two years ago.",
        "The Christmas market opened two days after the vote.",
        "At the same time, they met at 3 p.m.",
        "They met for the third time this year.",
    ],
)
def test_no_date(text: str) -> None:
    assert [expression.on for expression in find(text, TUESDAY) if expression.on] == []


@pytest.mark.parametrize(
    ("season", "published_on", "first", "last"),
    [
        ("this summer", date(2024, 5, 20), date(2024, 6, 1), date(2024, 8, 31)),
        ("last summer", date(2024, 5, 20), date(2023, 6, 1), date(2023, 8, 31)),
        ("next spring", date(2024, 5, 20), date(2025, 3, 1), date(2025, 5, 31)),
        ("this winter", date(2024, 1, 20), date(2023, 12, 1), date(2024, 2, 29)),
        ("last winter", date(2024, 1, 20), date(2022, 12, 1), date(2023, 2, 28)),
        ("next winter", date(2024, 1, 20), date(2024, 12, 1), date(2025, 2, 28)),
    ],
)
def test_a_season_is_counted_from_the_day_of_publication(
    season: str, published_on: date, first: date, last: date
) -> None:
    found = one(f"Chile and Peru open the pass {season}.", published_on)
    assert (found.on, found.end_on, found.precision, found.basis) == (first, last, "quarter", "relative")


@pytest.mark.parametrize("winter", ["winter 2021", "Winter 2021", "WINTER OF 2021"])
def test_the_winter_of_a_year_is_only_known_to_the_year(winter: str) -> None:
    found = one(f"Chile and Peru opened the pass in {winter}.", TUESDAY)
    assert (found.on, found.precision) == (date(2021, 1, 1), "year")


def test_news_of_no_known_day_has_no_weekdays_or_months_counted_from_a_year_in_it() -> None:
    text = "Fiji, free since 1970, met Japan on Monday. It signed in March. Its trade grew last year, by a 2030 plan."
    assert [e.on for e in find(text, None)] == [date(1970, 1, 1), date(2030, 1, 1)]


def test_news_of_no_known_day_has_months_beside_a_day_that_is_written_out() -> None:
    text = "Fiji met Japan on March 3, 2022. It signs the accord in June."
    assert [e.on for e in find(text, None)] == [date(2022, 3, 3), date(2022, 6, 1)]


def test_numbers_of_things_make_no_chronicle() -> None:
    text = "Oman sent 1200 tents, 1950 blankets and 1800 beds to Chad on May 5."
    assert [e.on for e in find(text, date(2023, 8, 10))] == [date(2023, 5, 5)]


@pytest.mark.parametrize("quarter", ["fırst quarter of 2022", "Fİrst half of 2022", "ſpring of 2022"])
def test_letters_that_only_look_like_those_of_a_word_make_no_such_word(quarter: str) -> None:
    assert one(f"Trade fell in the {quarter}.").precision == "year"


def test_recently_is_a_time_without_a_day() -> None:
    assert (one("The two sides met recently.").on, one("The two sides met recently.").precision) == (None, "unknown")


@pytest.mark.parametrize("when", ["weeks earlier", "days before", "in the past five years", "over the next two weeks"])
def test_a_time_without_a_number_or_without_an_end_has_no_day(when: str) -> None:
    assert one(f"The two sides met {when}.").on is None


def test_what_comes_after_an_act_is_counted_from_the_day_told_for_it() -> None:
    text = "He resigned on Friday. This came two days after he met the envoy."
    assert [e.on for e in find(text, TUESDAY)] == [date(2023, 9, 8), date(2023, 9, 6)]


def test_a_yearless_day_is_the_nearest() -> None:
    assert one("The fair closed on December 28.", date(2024, 1, 5)).on == date(2023, 12, 28)


def test_a_history_goes_on_from_the_date_told_last() -> None:
    text = "They allied in 1816. In April 1817 war came. In July the port fell, and in March 1818 peace was signed."
    assert [e.on for e in find(text, TUESDAY)][-2:] == [date(1817, 7, 1), date(1818, 3, 1)]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("They met on 3 June 2021; the next morning they signed.", date(2021, 6, 4)),
        ("They met on 3 June 2021. The day before, envoys had come.", date(2021, 6, 2)),
        ("They met on 3 June 2021. Two weeks later the port opened.", date(2021, 6, 17)),
        ("They met on 3 June 2021, two days after the vote.", date(2021, 6, 3)),
        ("They met on 3 June 2021, the tenth anniversary of the accord.", date(2021, 6, 3)),
        ("They met in June 2021; by month's end the port was open.", date(2021, 6, 1)),
        ("Talks stalled by 2019. In October of that year they failed.", date(2019, 10, 1)),
        ("They met in June 2021 and again the following April.", date(2022, 4, 1)),
    ],
)
def test_an_expression_that_points_at_the_date_before_it(text: str, on: date) -> None:
    assert find(text, TUESDAY)[-1].on == on


def test_no_day_is_told_by_that_night_after_a_month() -> None:
    assert [e.precision for e in find("They met in June 2021, and that night they signed.", TUESDAY)] == ["month"]


def test_in_a_history_a_time_of_day_is_of_the_day_told_last() -> None:
    text = "They allied in 1816 and fought in 1817. On 5 May 1818, at 10:40, shots fell. Hours later the port burned."
    assert [e.on for e in find(text, TUESDAY)][-2:] == [date(1818, 5, 5)] * 2


def test_a_chronicle_may_reach_the_present() -> None:
    years = "".join(f"In {year} a pier was built, and in {year} a crane. " for year in range(2012, 2023))
    assert find(years + "In June 2020 the gate fell. In August it was mended.", TUESDAY)[-1].on == date(2020, 8, 1)


def test_without_an_anchor_only_full_dates_are_told() -> None:
    assert [e.on for e in find("On Monday and on May 3, 2021.", None)] == [date(2021, 5, 3)]


@given(st.text(alphabet="0123456789-/., MayJune\u200f\u202e\x00onthelastweek", max_size=200))
def test_any_text_gives_ordered_spans(text: str) -> None:
    found = find(text, TUESDAY)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= e.start < e.end <= len(text) for e in found)


def test_news_that_recalls_old_years_still_counts_weekdays_from_the_day_it_is_written() -> None:
    text = "After accords of 1998, 2004 and 2011, envoys met on Monday and sign on Friday; they spoke last week."
    assert date(2023, 9, 11) in [expression.on for expression in find(text, TUESDAY)]


@pytest.mark.parametrize(
    ("day", "on"),
    [
        ("Tuesday, August 29", date(2023, 8, 29)),
        ("Monday and Tuesday (28-29 August)", date(2023, 8, 28)),
        ("Monday, August 29", date(1994, 8, 29)),
        ("Friday, August 29", date(1994, 8, 29)),
        ("August 29", date(1994, 8, 29)),
    ],
)
def test_a_day_in_a_history_is_of_the_news_where_only_there_it_is_that_day_of_the_week(day: str, on: date) -> None:
    text = f"The pier was built in 1993. It burnt in 1994. A crane came in 1996. Envoys met {day}."
    assert find(text, TUESDAY)[-1].on == on


def test_what_is_ahead_of_a_day_told_in_a_chronicle_does_not_move_it_on() -> None:
    text = "In 1921 and 1922 they fought. On May 3, 1923, he saw 300 U.S. men leave by next winter. In June they left."
    assert find(text, TUESDAY)[-1].on == date(1923, 6, 1)


def test_one_weekday_makes_a_short_text_news() -> None:
    text = "A court, after rulings of 2007, 2015 and 2016, seized three jets. On Monday, Kenya accused the firm."
    assert find(text, TUESDAY)[-1].on == date(2023, 9, 11)


def test_news_with_a_background_in_years_is_no_text_about_the_past() -> None:
    news = "Kenya opened a railway to the coast. " + "It has been praised by traders in the capital. " * 12
    text = (
        news + "Its line was drawn in 2009, the money came in 2013, and work began in 2014. It was tested in late May."
    )
    assert find(text, date(2022, 7, 20))[-1].on == date(2022, 5, 1)


def test_news_of_what_is_ahead_is_no_text_about_the_past() -> None:
    text = "Sweden gave money between 1966 and 1998. An office will open in 2027. An envoy came in March to see it."
    assert find(text, date(2026, 6, 10))[-1].on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Energy Minister January Kessy left.", []),
        ("The bank's president promised a study by June.", [date(2026, 6, 1)]),
        ("By June, Peru had sold 400 tonnes to Chile.", [date(2025, 6, 1)]),
    ],
)
def test_months_are_read_as_who_and_how_they_are_told(
    parse: Callable[..., Document], text: str, days: list[date]
) -> None:
    document = parse(text)
    assert [e.on for s in document.sentences for e in find(s, date(2026, 5, 10))] == days


@given(st.lists(st.sampled_from(WORDS_OF_TIME)).map(" ".join))
def test_rules_tried_at_their_openings_find_what_a_search_finds(text: str) -> None:
    places = opened(text)
    for rule in RULES:
        found = [match.span() for match in rule.matches(text, places)]
        assert found == [match.span() for match in rule.pattern.finditer(text)]


def test_undated_news_that_tells_of_last_wednesday_is_no_text_about_the_past() -> None:
    text = "The truce of 1979 had been broken in 1987 and again in 1993. A delegation came to Lima {} for talks."
    assert [e.precision for e in find(text.format("on October 3"), None)] == ["year", "year", "year", "day"]
    assert [e.precision for e in find(text.format("on October 3, and last Wednesday"), None)] == ["year"] * 3
