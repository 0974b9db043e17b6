"""Which events are about the same thing."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from coopmetrics.resolve.initiatives import Event, is_about_a_thing, resolve_initiatives, telling_words


def event(
    number,
    thing,
    *sectors,
    kind="AGREE",
    stage="agreed",
    dyad=("KAZ", "UZB"),
    month=1,
    article="",
    story="",
    sentence=0,
):
    article = article or f"a{number}"
    where = (article, story or article, sentence)
    return Event(f"e{number}", *where, *dyad, kind, stage, thing, frozenset(sectors), date(2024, month, 1))


def grouped(*events, known=None):
    return sorted(sorted(e.event_id for e in i.events) for i in resolve_initiatives(events, known or {}))


def test_events_on_the_same_thing_are_one_initiative_however_they_tell_it():
    proposed = event(1, "construction of a railway bridge", "transport")
    agreed = event(2, "joint railway bridge project", "transport", "construction", month=3)
    assert grouped(proposed, agreed) == [["e1", "e2"]]


def test_another_dyad_another_thing_or_another_sector_is_another_initiative():
    bridge = event(1, "railway bridge", "transport")
    elsewhere = event(2, "railway bridge", "transport", dyad=("KAZ", "KGZ"))
    corridor = event(3, "freight corridor", "transport")
    model = event(4, "exhibition of railway bridge photographs", "culture")
    assert grouped(bridge, elsewhere, corridor, model) == [["e1"], ["e2"], ["e3"], ["e4"]]


def test_sectors_which_are_guessed_part_no_things_of_the_same_words():
    signed, annulled = event(1, "maritime border agreement", "trade"), event(2, "maritime border treaty", "justice_law")
    assert grouped(signed, annulled) == [["e1", "e2"]]
    assert grouped(event(1, "plant", "industry", story="s"), event(2, "plant", "agriculture", story="s")) == [
        ["e1"],
        ["e2"],
    ]


def test_a_halted_thing_stays_with_its_initiative():
    agreed = event(1, "purchase of turbines", "electricity", kind="AGREE")
    halted = event(2, "turbine purchase", kind="REJECT", month=2)
    assert grouped(agreed, halted) == [["e1", "e2"]]


@pytest.mark.parametrize("kind", ["REJECT", "SANCTION"])
def test_a_quarrel_alone_is_no_initiative(kind):
    dispute = event(1, "dispute over smuggled fuel", kind=kind, stage="halted")
    again = event(2, "the smuggled fuel", kind=kind, stage="halted", month=2)
    assert grouped(dispute, again) == []
    assert grouped(dispute, again, known={"e1": "quarrel", "e2": "quarrel"}) == []  # as older versions resolved it


@pytest.mark.parametrize("month", [1, 2, 3])
def test_what_is_halted_is_halted_whenever_that_is_seen(month):
    halted = event(1, "turbine purchase", kind="REJECT", stage="halted", month=month)
    agreed = event(2, "purchase of turbines", "electricity", month=2)
    assert grouped(halted, agreed) == grouped(agreed, halted) == [["e1", "e2"]]
    (before,) = resolve_initiatives([agreed], {})
    (after,) = resolve_initiatives([halted, agreed], {"e2": before.initiative_id})
    assert (after.initiative_id, len(after.events)) == (before.initiative_id, 2)


def test_what_only_an_older_version_tells_of_has_not_begun_where_the_newest_refuses_it():
    agreed = replace(event(1, "purchase of turbines"), is_current=False)
    assert grouped(agreed) == [["e1"]]
    assert grouped(agreed, event(2, "purchase of turbines", kind="REJECT", stage="halted")) == []


def dated(things, months, story=""):
    numbered = enumerate(zip(things, months, strict=True))
    return [event(n, thing, "industry", month=month, story=story) for n, (thing, month) in numbered]


PLANTS = ("plant", "cement plant", "steel plant", "lithium plant")


@pytest.mark.parametrize("months", [*permutations(range(1, 5))])
def test_one_word_swallows_no_fuller_things_whatever_comes_first(months):
    plants = dated(PLANTS, months, story="s")
    assert grouped(*plants) == [["e0"], ["e1"], ["e2"], ["e3"]]
    assert grouped(*plants[:2]) == [["e0", "e1"]]  # there is only one that it can be


@pytest.mark.parametrize("months", [*permutations(range(1, 4))])
def test_dates_do_not_decide_what_belongs_together(months):
    things = ("copper mine shaft", "copper mine railway", "mine railway depot")
    assert grouped(*dated(things, months)) == [["e0", "e1", "e2"]]


def test_one_word_known_before_is_taken_up_by_one_fuller_thing_at_most():
    known = {"e0": "plant"}
    plants = dated(PLANTS, (4, 3, 2, 1), story="s")
    assert grouped(*plants[:2], known=known) == [["e0", "e1"]]
    assert len(grouped(*plants, known=known)) == 3
    again = event(4, "the plant", "industry", month=6, story="s")
    assert ["e0", "e4"] in grouped(plants[0], again, known=known)


def test_one_word_in_another_sector_is_no_rival():
    things = (("cement plant", "construction"), ("coffee plants", "agriculture"), ("plant",))
    plants = [event(n, *thing, story="s") for n, thing in enumerate(things, 1)]
    assert grouped(*plants) == [["e1"], ["e2"]]  # which plant is meant, nobody can tell
    assert grouped(*plants[:2], replace(plants[2], sectors=("construction",))) == [["e1", "e3"], ["e2"]]


def test_one_word_without_a_sector_begins_nothing_and_joins_what_it_can_only_mean():
    plant, cement = event(1, "plant", story="s"), event(2, "cement plant", "construction", month=2, story="s")
    assert grouped(plant) == []
    assert grouped(plant, cement) == [["e1", "e2"]]
    assert grouped(replace(plant, sectors=("metallurgy",))) == [["e1"]]


@pytest.mark.parametrize(
    ("thing", "is_followed"),
    [
        ("refugees", False),
        ("regional refugee issues", False),
        ("evacuation of refugees", True),  # what is done to them
        ("refugee treaty", True),  # the paper
        ("UNHCR", True),  # a name
        ("refugee camp", True),
    ],
)
def test_one_word_is_followed_within_its_story_unless_an_act_a_paper_or_a_capital_says_which(thing, is_followed):
    first = event(1, thing, "humanitarian", story="s", sentence=1)
    second = event(2, thing, "humanitarian", month=2, sentence=1)
    assert grouped(first, second) == ([["e1", "e2"]] if is_followed else [["e1"], ["e2"]])
    assert grouped(first, replace(second, story_id="s")) == [["e1", "e2"]]
    ids = [[i.initiative_id for i in resolve_initiatives(events, {})] for events in ([first], [second])]
    assert (ids[0] == ids[1]) == is_followed


def test_one_word_means_no_fuller_thing_of_another_story():
    doses, exports = event(1, "doses of mumps vaccine", "health_pharma"), event(2, "resumption of vaccine exports")
    assert grouped(doses, exports) == [["e1"], ["e2"]]


def test_the_name_of_one_of_the_two_does_not_say_what_they_do():
    committee = event(1, "ASEAN Coconut Committee", "agriculture", dyad=("ASEAN", "IND"))
    games = event(2, "ASEAN Games", "sport", dyad=("ASEAN", "IND"), month=2)
    assert committee.words == {"coconut"}
    assert grouped(committee, games) == [["e1"], ["e2"]]


def test_a_sectors_name_says_no_more_than_the_sector():
    assert grouped(event(1, "tourism ties", "tourism")) == []
    assert grouped(event(1, "tourism in the Pamir highlands", "tourism")) == [["e1"]]


def test_the_id_is_of_the_thing_as_first_seen_however_full_it_is():
    first, fuller = event(1, "railway bridge"), event(2, "railway bridge over the Pamir gorge", month=2)
    ids = [[i.initiative_id for i in resolve_initiatives(events, {})] for events in ([first], [first, fuller])]
    assert ids[0] == ids[1]


def test_words_that_only_say_that_there_is_cooperation_tell_nothing():
    assert telling_words("joint projects and cooperation agreements") == frozenset()
    assert telling_words("shared values and a prosperous future") == frozenset()
    assert telling_words("the United States commitment") == frozenset()
    assert telling_words("supplies of crude oil") == telling_words("crude oil supply")


def test_a_place_tells_which_thing_it_is_but_is_none_itself():
    assert telling_words("school in Vahdat") != telling_words("school in Kulob")
    assert telling_words("agreement in Vahdat") == telling_words("cooperation near Kulob") == frozenset()


def test_what_is_done_to_a_thing_does_not_say_which_it_is():
    assert telling_words("construction of a railway bridge") == telling_words("closure of the railway bridge")
    opened, closed = event(1, "opening of a pipeline", "energy"), event(2, "closure of the pipeline", "energy", month=3)
    assert grouped(opened, closed) == [["e1", "e2"]]


def test_what_is_done_to_a_thing_names_it_enough_for_a_meeting():
    assert is_about_a_thing(event(1, "opening of a pipeline", kind="CONSULT", stage="discussed"))
    assert not is_about_a_thing(event(2, "pipeline", kind="CONSULT", stage="discussed"))


def test_a_sector_is_no_initiative():
    first, second = event(1, None, "tourism", "diplomacy"), event(2, "cooperation", "tourism")
    assert grouped(first, second) == []
    assert grouped(first, second, known={"e1": "tourism", "e2": "tourism"}) == []  # as older versions resolved it


def test_without_a_thing_an_event_belongs_to_the_only_thing_told_next_to_it_in_its_sector():
    bridge = event(1, "railway bridge", "transport", article="a", sentence=3)
    signed = [event(10 + n, "agreement", "transport", article="a", sentence=n) for n in range(6)]
    assert grouped(bridge, *signed) == [["e1", "e12", "e13", "e14"]]
    assert grouped(bridge, event(2, "agreement", "tourism", article="a", sentence=3)) == [["e1"]]
    assert grouped(bridge, event(2, "agreement", "transport", article="b", sentence=3)) == [["e1"]]


def test_without_a_thing_an_event_belongs_to_its_own_sentence_first_and_to_neither_of_two():
    bridge = event(1, "railway bridge", "transport", article="a", sentence=3)
    tunnel = event(2, "road tunnel", "transport", article="a", sentence=4)
    signed = [event(10 + n, "agreement", "transport", article="a", sentence=n) for n in (3, 4)]
    assert grouped(bridge, tunnel, *signed) == [["e1", "e13"], ["e14", "e2"]]
    assert grouped(bridge, replace(tunnel, sentence_no=3), *signed) == [["e1"], ["e2"]]


def test_without_a_thing_an_event_follows_what_names_it_whatever_was_known():
    bridge = event(1, "railway bridge", "transport", article="a", sentence=3)
    near, far = (event(10 + n, "agreement", "transport", article="a", sentence=n) for n in (2, 7))
    assert grouped(bridge, near, far, known={"e1": "bridge", "e12": "roads", "e17": "bridge"}) == [["e1", "e12"]]


def test_what_is_but_talked_about_takes_in_no_act_and_praise_belongs_to_nothing():
    talks = event(1, "railway bridge", "transport", kind="CONSULT", stage="discussed", article="a")
    pledge = event(2, "commitment", "transport", article="a")
    assert grouped(talks, pledge) == [["e1"]]
    praise = event(3, "partnership", "transport", kind="SUPPORT", stage="under_way", article="a")
    assert grouped(event(1, "railway bridge", "transport", article="a"), praise) == [["e1"]]


def test_a_row_in_many_sectors_is_no_one_thing():
    assert not is_about_a_thing(event(1, None, "mining", "chemicals", "textiles"))
    assert not is_about_a_thing(event(2, "ore, fertiliser and yarn", "mining", "chemicals", "textiles"))
    assert is_about_a_thing(event(3, "ore, fertiliser and yarn", "mining"))
    assert is_about_a_thing(event(4, "memorandum on yarn", "mining", "chemicals", "textiles"))


def test_parties_days_and_offices_tell_nothing_of_the_thing():
    assert telling_words("Kazakh minister's visit to Uzbekistan on Tuesday in March") == frozenset()


def test_praise_is_no_initiative_but_a_paper_is():
    assert not is_about_a_thing(event(1, "water sharing", "water", kind="SUPPORT", stage="completed"))
    assert is_about_a_thing(event(1, "water sharing", "water", kind="SUPPORT", stage="agreed"))


@pytest.mark.parametrize("kind", ["CONSULT", "REJECT"])
def test_a_meeting_or_refusal_counts_only_where_it_names_a_thing(kind):
    assert is_about_a_thing(event(1, "vaccine supply", "health_pharma", kind=kind, stage="discussed"))
    assert not is_about_a_thing(event(2, None, "health_pharma", kind=kind, stage="discussed"))


def test_a_meeting_yet_to_be_held_says_nothing_of_the_thing():
    assert not is_about_a_thing(event(1, "vaccine supply", "health_pharma", kind="CONSULT", stage="planned"))


def test_conflict_is_no_initiative():
    assert not is_about_a_thing(event(1, "border post", "security_defence", kind="ASSAULT"))


def test_title_and_days_come_from_the_events():
    events = [
        event(1, "railway bridge", month=4),
        event(2, "bridge on the railway", month=2),
        event(3, "railway bridge"),
    ]
    (initiative,) = resolve_initiatives(events, {})
    assert initiative.title == "railway bridge"
    assert initiative.seen_on == (date(2024, 1, 1), date(2024, 4, 1))


def test_a_capital_makes_no_other_title():
    events = [event(1, "Railway bridge"), event(2, "railway bridge"), event(3, "new bridge of the railway")]
    (initiative,) = resolve_initiatives(events, {})
    assert initiative.title == "railway bridge"


def test_a_title_is_the_thing_rather_than_a_paper_on_it():
    events = [event(1, "memorandum on the railway bridge"), event(2, "new railway bridge")]
    (initiative,) = resolve_initiatives(events, {})
    assert initiative.title == "new railway bridge"


def test_title_and_days_are_those_that_the_newest_versions_tell():
    older = [replace(event(n, "railway bridge in Osh", month=n), is_current=False) for n in (1, 2, 6)]
    newest = event(3, "railway bridge", month=3)
    (initiative,) = resolve_initiatives([*older, newest], {})
    assert (initiative.title, *initiative.seen_on) == ("railway bridge", date(2024, 3, 1), date(2024, 3, 1))
    (before,) = resolve_initiatives(older, {})
    assert (before.title, before.seen_on[0]) == ("railway bridge in Osh", date(2024, 1, 1))


def test_the_order_of_events_does_not_matter():
    events = [event(1, "railway bridge"), event(2, "bridge", month=2), event(3, "road bridge", month=3)]
    results = [grouped(*order) for order in permutations(events)]
    assert all(result == results[0] for result in results)


def test_an_id_once_given_stays_when_an_earlier_event_turns_up():
    later = event(2, "bridge over the river", month=5)
    (before,) = resolve_initiatives([later], {})
    earlier = event(1, "road bridge over the wide river", month=1)
    (after,) = resolve_initiatives([earlier, later], {"e2": before.initiative_id})
    assert after.initiative_id == before.initiative_id


def test_a_capital_of_a_headline_makes_no_name():
    first, second = (event(n, "Troops", "security_defence", month=n, story=f"s{n}", sentence=0) for n in (1, 2))
    assert grouped(first, second) == [["e1"], ["e2"]]
