"""What the coder makes of plain sentences. Texts are made up for the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopmetrics.document import Document
from coopmetrics.events import Event
from coopmetrics.events.ontology import EVENT_TYPES, STAGES
from coopmetrics.language import Engine
from coopmetrics.normalize import code_document

Coder = Callable[..., list[Event]]


def dyads(events: list[Event]) -> set[tuple[str, str, str]]:
    found = set()
    for event in events:
        if event.source and event.target and event.source.country_code and event.target.country_code:
            one, other = sorted((event.source.country_code, event.target.country_code))
            found.add((one, other, event.event_type))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya and India signed a memorandum on health cooperation in Nairobi on Tuesday.", ("IND", "KEN", "SUPPORT")),
        (
            "Polish Foreign Minister Jan Kowal met his Latvian counterpart Inga Berza on Monday.",
            ("LVA", "POL", "CONSULT"),
        ),
        ("Peru condemned the decision of Bolivia to close the border.", ("BOL", "PER", "ACCUSE")),
        ("Japan will provide a grant of $20 million to Nepal for rural clinics.", ("JPN", "NPL", "AID")),
        ("Brazil and Portugal agreed to expand cooperation in aviation.", ("BRA", "PRT", "AGREE")),
    ],
)
def test_a_sentence_gives_its_dyad_and_type(coded: Coder, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in dyads(coded(text))


def test_source_acts_and_target_is_acted_on_also_in_the_passive(coded: Coder) -> None:
    for text in ("Ghana thanked Norway for the loan.", "Norway was thanked by Ghana for the loan."):
        event = coded(text)[0]
        assert event.source is not None
        assert event.target is not None
        assert (event.source.country_code, event.target.country_code) == ("GHA", "NOR")


def test_three_parties_give_three_pairs_of_one_group(coded: Coder) -> None:
    events = [e for e in coded("Chile, Peru and Mexico signed an agreement on trade.") if e.event_type == "SUPPORT"]
    assert len({dyad[:2] for dyad in dyads(events)}) == 3
    assert len({event.group for event in events}) == 1


def test_what_someone_should_do_is_asked_of_him(coded: Coder) -> None:
    event = next(e for e in coded("Ghana said that Norway should lower its tariffs.") if e.event_type == "REQUEST")
    assert event.source is not None
    assert event.target is not None
    assert (event.source.country_code, event.target.country_code, event.stage) == ("GHA", "NOR", "proposed")


@pytest.mark.parametrize(
    "text",
    [
        "Poland's foreign minister said Norway should send tanks to Ukraine.",
        "Norway must return the masks to Nigeria, Poland's culture minister said.",
        "Norway must reopen its market to Danish farmers, according to Poland's farm minister.",
    ],
)
def test_who_says_what_another_should_do_asks_it_and_nobody_else(coded: Coder, text: str) -> None:
    asked = [event for event in coded(text) if event.event_type == "REQUEST"]
    assert [told_codes(event) for event in asked] == [["POL", "NOR"]]


def test_nobody_else_asks_what_one_says_he_should_do(coded: Coder) -> None:
    events = coded("Norway should send tanks to Ukraine, the Norwegian foreign minister said.")
    assert not [event for event in events if told_codes(event) == ["UKR", "NOR"]]


def test_what_two_must_do_together_is_asked_of_neither(coded: Coder) -> None:
    found = coded("Ghana and Norway must work together on fisheries, the ministers said.")
    assert [event.event_type for event in found if event.source and event.source.country_code] == ["AGREE"]


def test_a_short_text_gives_rows_between_names_without_a_country(coded: Coder) -> None:
    event = coded("Acme Holdings sued Borealis Group.")[0]
    assert event.source is not None
    assert event.target is not None
    assert (event.source.country_code, event.target.country_code) == (None, None)


@pytest.mark.parametrize("text", ["", "\n\n", "Rain fell.", "Kenya", "\u200f\x07", "The team won in Spain."])
def test_a_text_without_an_act_between_two_gives_no_dyad(coded: Coder, text: str) -> None:
    assert dyads(coded(text)) == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["Kenya", "met", "and", "India", ",", "with", "will", "\n\n", "sign", "“", "."]), max_size=40
    )
)
def test_rows_are_well_formed_whatever_the_text(coded: Coder, words: list[str]) -> None:
    text = " ".join(words)
    for event in coded(text):
        assert text[event.predicate_start : event.predicate_end] == event.predicate
        assert event.quad == EVENT_TYPES[event.event_type].quad
        assert event.stage in STAGES
        assert 0 <= event.confidence <= 1


def test_what_is_resumed_is_done_though_it_goes_on(coded: Coder) -> None:
    events = coded("Direct flights between Kenya and Uganda have been resumed this year.")
    assert ("COOPERATE", "completed") in {(event.event_type, event.stage) for event in events}


def test_the_object_of_an_act_is_no_act_of_its_own(coded: Coder) -> None:
    (event,) = coded("Peru is ready to sign a free trade agreement with Malaysia.")
    assert (event.event_type, event.stage) == ("AGREE", "proposed")


def test_who_arrives_in_a_city_visits_its_country(coded: Coder) -> None:
    event = coded("Uzbek President Shavkat Mirziyoyev arrived in Dushanbe on a two-day state visit on Thursday.")[0]
    assert event.source is not None
    assert event.target is not None
    assert (event.event_type, event.source.country_code, event.target.country_code) == ("CONSULT", "UZB", "TJK")
    assert not event.is_reciprocal


def test_an_unsaid_side_acts_on_the_one_acted_on(coded: Coder) -> None:
    text = "Norway held talks with Malawi on Monday. A loan of $20 million was granted to Malawi."
    (loan,) = [event for event in coded(text) if event.event_type == "AID"]
    assert loan.source is not None
    assert loan.target is not None
    assert (loan.source.country_code, loan.target.country_code) == ("NOR", "MWI")


def told_codes(event: Event) -> list[str | None]:
    return [side.country_code for side in (event.source, event.target) if side]


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [(e.source.text, e.target.text) for e in events if e.source and e.target]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("LIMA, May 3 (Andina) -- Bolivia sent Chile vaccines on Tuesday.", [("Bolivia", "Chile")]),
        ("A delegation of the Tajik parliament led by Sarvar Nazarov visited Vietnam.", [("Tajik", "Vietnam")]),
        ("Norway and Ghana signed a fisheries accord in Accra on Monday.", [("Norway", "Ghana")]),
        (
            "Gunmen killed two aid workers, and police arrested a suspect.",
            [("Gunmen", "two aid workers"), ("police", "a suspect")],
        ),
    ],
)
def test_a_short_item_tells_who_acts_and_not_where_or_for_whom(
    coded: Coder, text: str, sides: list[tuple[str, str]]
) -> None:
    assert told(coded(text)) == sides


def test_a_state_of_emergency_is_nobody(coded: Coder) -> None:
    assert not told(coded("The governor of Oruro declared a state of emergency."))


def test_a_side_is_told_by_its_name_in_the_sentence(coded: Coder) -> None:
    events = coded("Donald Tusk met Volodymyr Zelensky in Warsaw, and Zelensky thanked him for the tanks.")
    (thanks,) = [e for e in events if e.predicate == "thanked"]
    assert thanks.target is not None
    assert thanks.target.text == "Donald Tusk"


def test_condemnation_is_of_whom_it_comes_from(coded: Coder) -> None:
    assert told(coded("Peru's new tariff drew condemnation from Bolivia.")) == [("Bolivia", "Peru")]


def test_a_withdrawal_is_not_of_whom_it_is_from(coded: Coder) -> None:
    withdrawals = coded("Chad announced the withdrawal of its troops from Niger.")
    assert ("Niger", "Chad") not in told(withdrawals)


def test_who_tells_of_a_wrong_accuses_its_doer(coded: Coder) -> None:
    (event,) = coded("Ghana's president said Togo is leading a smear campaign and spreading lies.")
    assert event.event_type == "ACCUSE"
    assert event.source is not None
    assert event.target is not None
    assert (event.source.country_code, event.target.country_code) == ("GHA", "TGO")


def test_a_bond_is_mutual_and_an_intention_is_not(coded: Coder) -> None:
    (bond,) = coded("Norway's partnership with Ghana is stronger than ever.")
    assert (bond.event_type, bond.is_reciprocal) == ("SUPPORT", True)
    (intention,) = coded("Norway plans to work closely with Ghana on fisheries.")
    assert (intention.event_type, intention.is_reciprocal) == ("AGREE", False)


def test_what_is_told_of_a_bond_or_as_done_together_is_mutual(coded: Coder) -> None:
    for text in (
        "Foreign Minister Kari Lund reaffirmed the enduring partnership between Norway and Ghana.",
        "Norway's navy trains with Ghana's coast guard in the Gulf of Guinea.",
    ):
        event = coded(text)[0]
        assert (event.is_reciprocal, {*told_codes(event)}) == (True, {"NOR", "GHA"})


def test_whom_one_sends_is_a_visit_by_any_name(coded: Coder) -> None:
    (event,) = coded("Norway named a delegation to Ghana for the inauguration of President Kwame Boateng.")
    assert (event.event_type, event.is_reciprocal, told_codes(event)) == ("CONSULT", False, ["NOR", "GHA"])


def test_an_item_of_a_list_is_mutual_as_the_whole_is(coded: Coder) -> None:
    text = (
        "Kenya and Uganda agreed on Monday to deepen their cooperation. "
        "The agreement includes the construction of a railway."
    )
    assert [event.is_reciprocal for event in coded(text) if event.event_type == "AGREE"] == [True, True]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Norway's prime minister spoke with {whom} to express Norway's full support for the reforms.", "support"),
        ("In talks with {whom}, the minister conveyed Norwegian gratitude.", "gratitude"),
        ("At a lunch with {whom}, the envoy reaffirmed Norway's commitment to the port.", "commitment"),
        ("Norwegian Prime Minister Kari Lund called {whom} to congratulate him on his election victory.", "congrat"),
    ],
)
def test_what_is_expressed_is_of_whose_it_is_called(coded: Coder, text: str, act: str) -> None:
    before = "Ghana is rebuilding after the floods. Roads in Accra are open again. Schools start next week. "
    events = coded(before + text.format(whom="President Kwame Boateng of Ghana"))
    (expressed,) = [event for event in events if act in event.predicate]
    assert told_codes(expressed) == ["NOR", "GHA"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Peru's parliament will debate Chile's request to lift the ban.", "CHL"),
        ("Vietnamese boats were seized in the waters of Malaysia.", "MYS"),
        ("Norway is determined to deepen cooperation, Kari Lund said in Ghana.", "NOR"),
    ],
)
def test_who_acts_where_the_subject_does_not_tell(coded: Coder, text: str, source: str) -> None:
    sources = [event.source.country_code for event in coded(text) if event.source and event.target]
    assert list(filter(None, sources)) == [source]


def test_a_numbered_meeting_took_place_between_those_it_names(coded: Coder) -> None:
    text = (
        "He noted that following the 4th meeting of the joint commission between Oman and Kenya on May 2, 2024, "
        "in Muscat, both sides agreed to build new ports."
    )
    meetings = [e for e in coded(text) if (e.event_type, e.stage) == ("CONSULT", "completed")]
    assert meetings
    assert all(e.is_reciprocal and e.event_on == date(2024, 5, 2) for e in meetings)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Uganda held talks. After the meeting in Kisumu, both sides agreed to build a railway.",
        "Kenya and Uganda have agreed to build a railway.",
    ],
)
def test_what_both_sides_decide_is_agreed(coded: Coder, text: str) -> None:
    agreed = [event for event in coded(text) if (event.event_type, event.stage) == ("AGREE", "agreed")]
    assert agreed
    assert {side.country_code for event in agreed for side in (event.source, event.target) if side} == {"KEN", "UGA"}


def test_what_was_not_decided_is_not_agreed(coded: Coder) -> None:
    events = coded("Kenya and Uganda did not agree to build a railway.")
    assert not [e for e in events if (e.event_type, e.stage) == ("AGREE", "agreed") and not e.is_negated]


def test_what_is_given_up_is_not_mutual(coded: Coder) -> None:
    text = "Peru and Chile agreed on new customs rules, and Chile lifted its ban on Peruvian grapes."
    assert not any(e.is_reciprocal for e in coded(text) if e.event_type in ("CONCEDE", "RETREAT"))


@pytest.mark.parametrize(
    "text",
    [
        "No memorandum was signed between Peru and Oman on Sunday.",
        "Neither Ghana nor Togo signed the accord.",
        "Neither La Paz nor San Salvador has signed the accord with Togo.",
        "No Norwegian minister visited Chad this year.",
        "The tax treaty with Kenya is yet to be ratified by Mexico.",
        "Nobody from Ghana met the Togolese delegation on Monday.",
    ],
)
def test_what_nobody_does_is_negated(coded: Coder, text: str) -> None:
    events = coded(text)
    assert events
    assert all(event.is_negated for event in events)


def test_parties_without_a_country_are_not_of_one(coded: Coder) -> None:
    assert not any(event.is_domestic for event in coded("Rebel forces attacked striking farmers."))


def test_thanks_and_praise_are_told_by_the_outlet(coded: Coder) -> None:
    events = coded("Peru thanked Kenya for the vaccines, the health ministry said.")
    assert {(event.event_type, event.attribution, event.speaker) for event in events} == {("SUPPORT", "none", None)}


@pytest.mark.parametrize(
    ("text", "act", "said"),
    [
        (
            "Grace Mwangi said on Monday that Kenya had signed a treaty with Peru.",
            "signed",
            ("reported", "Grace Mwangi"),
        ),
        ("Kenya signed a treaty with Peru, Grace Mwangi said on Monday.", "signed", ("reported", "Grace Mwangi")),
        ("After Kenya signed a treaty with Peru on Monday, Grace Mwangi said tea was cheap.", "signed", ("none", None)),
        (
            "Kenya signed a treaty with Peru on Monday and said the sea was “open to all ships”.",
            "signed",
            ("none", None),
        ),
        (
            "Grace Mwangi said Kenya had signed a treaty with Peru that was “good for all of us”.",
            "signed",
            ("reported", "Grace Mwangi"),
        ),
        ("“Kenya signed a treaty with Peru on Monday,” Grace Mwangi said.", "signed", ("direct", "Grace Mwangi")),
        ("Kenya announced that it would send rice to Peru.", "send", ("none", None)),
    ],
)
def test_whose_words_tell_of_an_act(coded: Coder, text: str, act: str, said: tuple[str, str | None]) -> None:
    found = {(e.attribution, e.speaker.name if e.speaker else None) for e in coded(text) if act in e.predicate}
    assert found == {said}


def test_a_question_of_a_journalist_states_no_event(coded: Coder) -> None:
    answer = "MINISTER HOLM: Norway signed a treaty with Ghana on Monday."
    asked = coded(f"{answer}\n\nQUESTION: Has Norway signed a treaty with Peru?\n\nMINISTER HOLM: Not yet.")
    assert {(e.attribution, e.speaker.name) for e in asked if e.speaker} == {("direct", "Holm")}
    assert not any("PER" in dyad for dyad in dyads(asked))


@pytest.mark.parametrize(
    "text",
    [
        "French newspaper Le Matin accused Rwanda of spying on Monday.",
        "Kenyan journalists visited Peru on Monday.",
    ],
)
def test_newspapers_and_journalists_act_for_no_country(coded: Coder, text: str) -> None:
    assert not dyads(coded(text))


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan President Amara Otieno spoke by phone on Monday with President Rajan Mehta of India.",
        "Kenyan President Amara Otieno spoke with President Rajan Mehta of India in a phone call on Monday.",
        "Chile's Foreign Minister Rosa Diaz held a call with her Peruvian counterpart on Monday.",
    ],
)
def test_talks_by_telephone_are_a_call_however_they_are_put(coded: Coder, text: str) -> None:
    (event,) = coded(text)
    assert (event.event_type, event.event_mode) == ("CONSULT", "phone")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Polish President Jan Kowal met with Latvian President Inga Berza on Monday.", None),
        ("Polish President Jan Kowal talked with Latvian President Inga Berza by the sea on Monday.", None),
        ("Polish President Jan Kowal called on Latvian President Inga Berza on Monday.", None),
        ("Polish Ambassador Jan Kowal paid a courtesy call on Latvian President Inga Berza on Monday.", "visit"),
    ],
)
def test_a_meeting_or_a_courtesy_call_is_none(coded: Coder, text: str, mode: str | None) -> None:
    assert {event.event_mode for event in coded(text) if event.event_type == "CONSULT"} == {mode}


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Chadian and Libyan troops traded fire across the border for a second day.", "ASSAULT"),
        ("Chad and Libya exchanged artillery fire on Monday.", "ASSAULT"),
        ("Chadian and Libyan soldiers clashed near a well, leaving two dead.", "ASSAULT"),
        ("Oman and Yemen traded accusations over two islands.", "ACCUSE"),
        ("Peru and Chile expelled each other's consuls.", "SANCTION"),
        ("Chadian and Libyan soldiers patrolled the border together.", "COOPERATE"),
        ("Chadian and Libyan soldiers trained together near a well.", "COOPERATE"),
        ("Peru and Chile traded goods worth two billion dollars last year.", "COOPERATE"),
        ("Peru and Chile traded missiles for copper.", "COOPERATE"),
    ],
)
def test_enemies_do_not_cooperate(coded: Coder, text: str, event_type: str) -> None:
    assert {event.event_type for event in coded(text) if event.target} == {event_type}


@pytest.mark.parametrize(
    ("text", "is_mutual"),
    [
        ("Chadian and Libyan soldiers clashed near a well.", True),
        ("Chadian soldiers clashed with Libyan soldiers near a well.", True),
        ("Oman and Yemen traded accusations over two islands.", True),
        ("Chad shelled a Libyan town.", False),
    ],
)
def test_a_word_may_say_that_hostility_goes_both_ways(coded: Coder, text: str, is_mutual: bool) -> None:
    assert {event.is_reciprocal for event in coded(text)} == {is_mutual}


@pytest.mark.parametrize(
    ("text", "third"),
    [
        ("Chad and Niger shelled a camp in Libya.", "LBY"),
        ("Niger and Mali expelled French diplomats.", "FRA"),
        ("Canada and Japan imposed sanctions on Iran.", "IRN"),
        ("Canada and Japan imposed sanctions on Iran, as other countries did.", "IRN"),
    ],
)
def test_what_two_do_together_to_a_third_they_do_not_to_each_other(coded: Coder, text: str, third: str) -> None:
    found = coded(text)
    assert len(found) == 2
    assert {event.target and event.target.country_code for event in found} == {third}


def test_what_talks_are_about_is_not_done_yet(coded: Coder) -> None:
    found = coded(
        "President Ruto met Italian Prime Minister Anna Rossi in Nairobi on Monday. They discussed the importance of "
        "close Kenya-Italy cooperation on port security. They also reviewed Kenya's cooperation with Italy in fisheries "
        "and their partnership on health. Rossi will visit Mombasa on Tuesday."
    )
    told = [(event.sentence_no, event.event_type, event.stage) for event in found]
    assert told[1:3] == [(1, "CONSULT", "discussed"), (2, "CONSULT", "discussed")]
    assert len(told) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Mali and Niger agreed on the importance of working together on the river.",
        "Peru's foreign minister welcomed Chile's commitment to deepen cooperation on rail.",
    ],
)
def test_what_an_act_aims_at_is_no_second_one(coded: Coder, text: str) -> None:
    assert len(coded(text)) == 1


def test_what_is_told_beside_an_act_is_a_second_one(coded: Coder) -> None:
    found = coded("Oman and Qatar signed an agreement in Muscat, and Oman welcomed Qatar's support for the port.")
    assert [event.stage for event in found] == ["agreed", "completed"]


def test_a_third_that_talks_are_about_has_no_event(coded: Coder) -> None:
    found = coded(
        "President Ruto of Kenya met Italian Prime Minister Anna Rossi in Nairobi on Monday. President Ruto and Prime "
        "Minister Rossi discussed their steadfast support for Chad. They agreed to meet again in Rome in May. Rossi "
        "will visit Mombasa on Tuesday."
    )
    assert {code for one, other, _ in dyads(found) for code in (one, other)} == {"KEN", "ITA"}


def test_what_two_do_to_each_other_and_to_a_third_they_do_to_all(coded: Coder) -> None:
    found = coded("Chad and Libya accused each other and Niger of lying.")
    assert {(one, other) for one, other, _ in dyads(found)} == {("LBY", "TCD"), ("NER", "TCD"), ("LBY", "NER")}


@pytest.mark.parametrize(
    ("how", "mode"),
    [
        ("for talks in Riga", "visit"),
        ("in Riga after a virtual meeting", "visit"),
        ("for a virtual meeting", None),
        ("at a video conference on ports", None),
        ("online", None),
    ],
)
def test_whoever_hosts_others_from_afar_has_no_visitors(coded: Coder, how: str, mode: str | None) -> None:
    event, *_ = coded(f"Latvian President Inga Berza hosted Polish President Jan Kowal {how} on Monday.")
    assert (event.event_type, event.event_mode) == ("CONSULT", mode)


@pytest.mark.parametrize(
    ("title", "mode"), [("Minister Otieno's call with Mr Mehta", "phone"), ("Minister Otieno in Delhi", None)]
)
def test_who_spoke_under_a_headline_on_a_call_did_so_by_telephone(engine: Engine, title: str, mode: str | None) -> None:
    text = "Kenyan Foreign Minister Amara Otieno spoke on Monday with Indian Foreign Minister Rajan Mehta."
    (event,) = code_document(Document(next(iter(engine.parse([text]))), title, date(2024, 5, 16)))
    assert (event.event_type, event.event_mode) == ("CONSULT", mode)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("A depot of Chad near Abéché was destroyed by Libyan rockets.", ("LBY", "TCD")),
        ("Five farmers of Chad were killed in Libyan strikes.", ("LBY", "TCD")),
        ("Chad's army has seen a wave of Libyan attacks.", ("LBY", "TCD")),
        ("Malawi received 40,000 doses of cholera vaccine from Norway.", ("NOR", "MWI")),
        ("Ambulances were bought for Malawi from Norwegian makers as a gift.", ("NOR", "MWI")),
        ("Malawi's clinics live on assistance from Norway.", ("NOR", "MWI")),
        ("The ministers discussed Norwegian plans to give Malawi two ferries.", ("NOR", "MWI")),
        ("Norway's parliament approved Malawi aid worth $3 million.", ("NOR", "MWI")),
    ],
)
def test_whoever_attacks_or_gives_is_the_source_wherever_it_stands(
    coded: Coder, text: str, sides: tuple[str, str]
) -> None:
    found = {tuple(told_codes(event)) for event in coded(text) if event.target and not event.is_reciprocal}
    assert sides in found
    assert sides[::-1] not in found


def test_an_unsaid_attacker_is_not_whoever_tells_of_the_dead(coded: Coder) -> None:
    text = (
        "Libyan forces shelled the town of Faya in Chad on Monday. "
        "Chad's governor of the province said three shepherds were killed when the shells hit a market. "
        "Seven people were killed in a Libyan attack on a clinic."
    )
    assert {tuple(told_codes(e)) for e in coded(text) if e.event_type == "ASSAULT"} == {("LBY", "TCD")}


def test_what_is_said_at_a_meeting_is_said_where_it_is(coded: Coder) -> None:
    text = (
        "Kenyan President Joyce Wanjiru met Norwegian Prime Minister Kari Lund in Mombasa on Monday. "
        "Wanjiru thanked Lund for two ferries."
    )
    (thanks,) = [e for e in coded(text, published_on=date(2024, 3, 19)) if e.predicate == "thanked"]
    assert thanks.place is not None
    assert thanks.place.name == "Mombasa"


def _codes(events: list[Event]) -> set[frozenset[str | None]]:
    return {frozenset(side.country_code if side else None for side in (event.source, event.target)) for event in events}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ghana's president said that Togo and Benin would hold a summit in May.", {"TGO", "BEN"}),
        ("Moscow said Armenia and Iran had signed a gas deal.", {"ARM", "IRN"}),
        ("Egypt's foreign minister said Sudan and South Sudan would meet in Juba on Sunday.", {"SDN", "SSD"}),
    ],
)
def test_who_tells_of_it_is_no_party_to_what_others_do(coded: Coder, text: str, codes: set[str]) -> None:
    assert _codes(coded(text)) == {frozenset(codes)}


def test_who_says_us_is_a_party(coded: Coder) -> None:
    events = coded('"Mali and Niger want to work with us on security," Togo\'s president said.')
    assert {frozenset({"MLI", "TGO"}), frozenset({"NER", "TGO"})} <= _codes(events)


def test_a_verb_and_the_one_that_goes_on_with_it_are_one_act(coded: Coder) -> None:
    (event,) = coded("Mexico's president refused to receive the ambassador of Ecuador.")
    assert (event.event_type, event.source.country_code, event.target.country_code) == ("REJECT", "MEX", "ECU")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Israeli jets bombed a weapons depot near Damascus, Syria.", {"ISR", "SYR"}),
        ("Russian drones struck a grain port in Odesa.", {"RUS", "UKR"}),
        ("Rwandan troops shelled a camp outside Goma on Friday.", {"RWA", "COD"}),
    ],
)
def test_what_is_hit_on_the_soil_of_a_country_is_its_own(coded: Coder, text: str, codes: set[str]) -> None:
    assert frozenset(codes) in _codes(coded(text))


def test_the_owner_of_what_is_hit_is_before_its_place(coded: Coder) -> None:
    codes = _codes(coded("Iranian-backed militiamen attacked a base of US troops in Erbil, Iraq."))
    assert frozenset({"IRN", "USA"}) in codes
    assert frozenset({"IRN", "IRQ"}) not in codes


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Bolivia sent its navy to the border with Chile.", [("Bolivia", "Chile")]),
        ("Venezuela has massed 6,000 troops along its border with Guyana.", [("Venezuela", "Guyana")]),
        ("Croatia refused to hand over the suspect to Serbia.", [("Croatia", "Serbia")]),
        ("Italian troops withdrew 20 tanks from Kuwait.", [("Italian", "Kuwait")]),
        ("Iran seized a Greek tanker off the island of Qeshm.", [("Iran", "Greek")]),
    ],
)
def test_what_one_country_does_to_another_is_done_to_nobody_else(
    coded: Coder, text: str, sides: list[tuple[str, str]]
) -> None:
    assert told(coded(text)) == sides


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("If Eritrea does not withdraw, Ethiopia will ask Kenya for help.", {"ETH", "KEN"}),
        ("If Iran attacks, the US will help Israel.", {"USA", "ISR"}),
        ("Norway will supply Poland with gas if Russia cuts the pipeline.", {"NOR", "POL"}),
    ],
)
def test_who_is_named_in_a_condition_is_no_side_of_what_follows(coded: Coder, text: str, codes: set[str]) -> None:
    assert _codes([event for event in coded(text) if event.event_type != "ASSAULT"]) == {frozenset(codes)}


def test_an_embassy_is_closed_to_the_country_it_stands_in(coded: Coder) -> None:
    (event,) = coded("Peru closed its embassy in Caracas.")
    assert (event.event_type, told_codes(event)) == ("SANCTION", ["PER", "VEN"])


def test_what_a_country_closes_or_moves_of_its_own_is_no_other_side(coded: Coder) -> None:
    for text in ("Norway closed its embassy on Friday.", "Chad's president mobilized the army on Monday."):
        assert all(event.target is None for event in coded(text))


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Syria shelled two villages near the border, the Lebanese army said.", ["LBN", "SYR"]),
        ("According to the Indian army, Pakistani troops opened fire on two posts.", ["IND", "PAK"]),
        ("The Turkish defence minister said Greece had sent warships into Turkish waters.", ["TUR", "GRC"]),
        ("Oman's claim that Yemeni troops had shelled a border post was not confirmed.", ["OMN", "YEM"]),
        ("Chad rejected Sudanese allegations that its jets had bombed a Sudanese market.", ["SDN", "TCD"]),
    ],
)
def test_a_hostile_deed_told_by_whom_it_is_done_to_is_an_accusation(
    coded: Coder, text: str, accused: list[str]
) -> None:
    found = [(event.event_type, told_codes(event)) for event in coded(text) if len(set(told_codes(event))) == 2]
    assert ("ACCUSE", accused) in found
    assert not [codes for event_type, codes in found if event_type in ("ASSAULT", "MOBILIZE") and None not in codes]


def test_what_is_only_claimed_is_an_accusation_in_an_article_too(coded: Coder) -> None:
    article = (
        "Kenya's foreign minister flew to Mogadishu on Tuesday.\n\nHe is to stay for two days.\n\n"
        "{} that Kenyan troops had shelled a Somali village.\n\nThe border has been closed since May."
    )
    for claim in ("The visit follows Somalia's claims", "Somalia alleged last week"):
        found = [(event.event_type, told_codes(event)) for event in coded(article.format(claim))]
        assert ("ACCUSE", ["SOM", "KEN"]) in found
        assert "ASSAULT" not in [event_type for event_type, codes in found if None not in codes]


def test_what_one_has_done_oneself_is_no_accusation(coded: Coder) -> None:
    (event,) = coded("The Lebanese army said it had shelled two villages in Syria.")
    assert (event.event_type, told_codes(event)) == ("ASSAULT", ["LBN", "SYR"])


@pytest.mark.parametrize(
    "text",
    [
        "Japan agreed with India on the Mumbai-Ahmedabad railway.",
        "Japan and India signed a deal on the Mumbai-Ahmedabad railway.",
        "Burkina Faso received drones from Turkey.",
    ],
)
def test_a_thing_is_no_side_beside_two_countries(coded: Coder, text: str) -> None:
    events = coded(text)
    assert events
    assert all(None not in codes for codes in _codes(events))


def test_what_talks_are_on_is_no_agreement_yet(coded: Coder) -> None:
    text = "Talks on a trade agreement between Kenya and Oman are in their final stage. Rain fell. It was cold. Nobody came."
    assert [(e.event_type, e.stage) for e in coded(text)] == [("CONSULT", "under_way")]


def test_what_another_verb_tells_is_of_its_own_parties(coded: Coder) -> None:
    text = "Norway thanked Kenya and invited Ghana to Oslo. Rain fell. It was cold. Nobody came."
    told = {(e.source.country_code, e.target.country_code, e.event_type) for e in coded(text) if e.source and e.target}
    assert told == {("NOR", "KEN", "SUPPORT"), ("NOR", "GHA", "REQUEST")}


def test_who_tells_of_help_for_his_enemies_accuses(coded: Coder) -> None:
    text = "Congo said Rwanda was backing the M23 rebels. Rain fell. It was cold. Nobody came."
    (event,) = coded(text)
    sides = [side.country_code for side in (event.source, event.target) if side]
    assert (sides, event.event_type) == (["COD", "RWA"], "ACCUSE")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # what serves no state, and what nobody is told to claim
        ("Togo and Niger signed a pact on the border, where rebels killed six Togolese soldiers.", {"SUPPORT"}),
        ("The alleged attack by Eritrean troops on Djibouti was condemned by Oman.", {"ACCUSE"}),
        # who is invited has not come yet
        ("President Rossi of Italy extended an invitation to President Kamau of Kenya to visit Italy.", {"REQUEST"}),
        ("Benin quarrelled with Niger over a pipeline.", {"ACCUSE"}),
        ("Moldova depends less on Italian gas thanks to Oman.", set()),
    ],
)
def test_what_is_no_act_of_the_two(coded: Coder, text: str, told: set[str]) -> None:
    assert {event_type for one, other, event_type in dyads(coded(text)) if one != other} == told


def test_talks_without_a_deal_took_place(coded: Coder) -> None:
    events = coded("No deal was reached at the talks between Sudan and Ethiopia in Khartoum on Monday.")
    assert [event.is_negated for event in events if event.event_type == "CONSULT"] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Moldova pulled out of the talks with Georgia on Friday.",
        "On Monday Moldova walked out of the negotiations with Georgia.",
        "Moldova quit the negotiations with Georgia after two days.",
    ],
)
def test_to_leave_talks_is_to_break_them_off(coded: Coder, text: str) -> None:
    assert [(event.event_type, event.stage) for event in coded(text)] == [("SANCTION", "halted")]


def test_items_of_a_list_are_of_those_whom_its_first_line_names(coded: Coder) -> None:
    found = coded(
        "Finland's minister, Kaisa Lehto, met the foreign minister of Uruguay, Martín Olivera, in Helsinki today.\n\n"
        "The Ministers:\n"
        "- welcomed the entry into force of the agreement on double taxation;\n"
        "- agreed to begin negotiations on an air services agreement."
    )
    assert {event.event_type for event in found if event.sentence_no > 1} == {"SUPPORT", "AGREE"}
    assert {side.country_code for event in found for side in (event.source, event.target)} == {"FIN", "URY"}


def test_a_speech_of_whom_only_the_office_is_told_is_his_countrys(coded: Coder) -> None:
    (thanks,) = coded(
        "Speech by the President of Georgia at the Tea Forum\n\nI thank the government of Armenia for its tents. We "
        "shall remember it. My friends, our doors are open."
    )
    assert (thanks.source.country_code, thanks.target.country_code, thanks.event_type) == ("GEO", "ARM", "SUPPORT")


def test_what_stands_behind_a_semicolon_has_its_own_parties(coded: Coder) -> None:
    found = coded("Sweden donated 50 armoured vehicles to Ukraine; Bulgaria agreed to repair them.")
    assert {(e.source.country_code, e.event_type) for e in found} == {("SWE", "AID"), ("BGR", "AGREE")}


def test_a_letter_is_between_its_writer_and_whom_it_is_to(coded: Coder) -> None:
    found = coded(
        "Letter from the Minister of Foreign Affairs of Malta to the Foreign Minister of Tunisia\n\nDear Colleague,\n\n"
        "Thank you for the warm welcome that you gave me. My government is prepared to hand over two patrol boats to "
        "your coast guard. I look forward to receiving you in May."
    )
    assert {(e.source.country_code, e.target.country_code, e.event_type) for e in found} >= {
        ("MLT", "TUN", "SUPPORT"),
        ("MLT", "TUN", "AGREE"),
    }
    assert {side.country_code for event in found for side in (event.source, event.target)} == {"MLT", "TUN"}


def test_capitals_in_a_row_act_together(coded: Coder) -> None:
    (talks,) = coded("Hanoi, Manila resume talks on sea code")
    assert {talks.source.country_code, talks.target.country_code} == {"VNM", "PHL"}
    (visit,) = coded("Cairo, Egypt hosts Libyan minister")
    assert {visit.source.country_code, visit.target.country_code} == {"EGY", "LBY"}


def test_to_leave_for_a_capital_is_to_visit(coded: Coder) -> None:
    (visit,) = coded("Nepal's prime minister left for Doha on Sunday.")
    assert (visit.event_type, visit.stage, visit.target.country_code) == ("CONSULT", "completed", "QAT")


def test_we_in_a_ministrys_statement_are_its_country(coded: Coder) -> None:
    found = coded(
        "Ministry of Foreign Affairs of the Republic of Kazakhstan\n\nIn connection with the detention of Kazakh drivers at "
        "the Polish border, we state the following. We express our gratitude to the Polish side for its cooperation."
    )
    assert [(e.source.country_code, e.target.country_code, e.event_type) for e in found] == [
        ("POL", "KAZ", "COERCE"),
        ("KAZ", "POL", "SUPPORT"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Malta would be grateful if Tunisia returned three vessels.", ("REQUEST", "proposed", "return of vessels")),
        (
            "Malta is grateful to Tunisia for the return of three vessels.",
            ("SUPPORT", "completed", "return of vessels"),
        ),
        ("Malta would welcome Tunisian investment in its ports.", ("AGREE", "proposed", "investment in ports")),
    ],
)
def test_what_somebody_would_be_glad_of_is_asked_or_wished_for(
    coded: Coder, text: str, told: tuple[str, str, str]
) -> None:
    (event,) = (event for event in coded(text) if not event.is_hypothetical)
    assert (event.event_type, event.stage, event.thing) == told


@pytest.mark.parametrize(
    ("text", "expected", "stage"),
    [
        # words that leave no doubt, whatever else they are used for
        ("Brazil cut its tariff on Moroccan sardines to zero.", ("BRA", "MAR", "RETREAT"), "completed"),
        ("Turkey has exempted Chile from a tariff on steel.", ("CHL", "TUR", "RETREAT"), "completed"),
        ("A Turkish frigate called at the Libyan port of Tobruk on Sunday.", ("LBY", "TUR", "CONSULT"), "completed"),
        ("Vietnam has scrapped visas for Polish tourists.", ("POL", "VNM", "RETREAT"), "completed"),
        ("Czechia gave two Belarusian diplomats 72 hours to leave.", ("BLR", "CZE", "SANCTION"), "halted"),
        ("South Korea waived part of Laos's debt.", ("KOR", "LAO", "AID"), None),
        ("China cancelled Zimbabwe's debt.", ("CHN", "ZWE", "AID"), None),
        # what is not ruled out
        ("Chad has not ruled out sending troops to Niger.", ("NER", "TCD", "THREATEN"), "completed"),
        ("Malta has not ruled out a treaty with Ghana.", ("GHA", "MLT", "AGREE"), "proposed"),
        (
            "Algeria may cut gas deliveries to Spain, its energy minister warned.",
            ("DZA", "ESP", "THREATEN"),
            "completed",
        ),
        ("In May Algeria cut gas deliveries to Spain.", ("DZA", "ESP", "SANCTION"), "halted"),
        ("A visit by Serbia's president to Skopje was put off.", ("MKD", "SRB", "CONSULT"), "halted"),
        # a call that asks nothing
        ("Minister Jan Kowal of Poland called on President Ana Rojas of Peru.", ("PER", "POL", "CONSULT"), "completed"),
        # what two do to a third
        ("Thai and Lao police seized a ton of pills in a joint raid.", ("LAO", "THA", "COOPERATE"), "completed"),
        ("A summit between Korea and Japan was called off.", ("JPN", "KOR", "CONSULT"), "halted"),
    ],
)
def test_words_that_settle_an_act(coded: Coder, text: str, expected: tuple[str, str, str], stage: str | None) -> None:
    events = coded(f"{text} Officials gave no details. Analysts had expected it. Another step is to follow in autumn.")
    assert expected in dyads(events)
    assert stage is None or stage in {event.stage for event in events if event.event_type == expected[2]}
    assert not any(event.is_negated for event in events)


def test_what_is_cancelled_as_a_debt_is_not_called_off(coded: Coder) -> None:
    text = "China cancelled Zimbabwe's debt. Officials gave no details. Analysts had expected it. It is a start."
    assert all(event.stage != "halted" for event in coded(text))


def test_own_envoys_who_leave_are_expelled_by_nobody(coded: Coder) -> None:
    text = (
        "Norway ordered its diplomats to leave Niger. Officials gave no details. Analysts had expected it. It rained."
    )
    assert not [event for event in coded(text) if event.cameo_code == "166"]


def test_what_two_give_to_a_third_is_not_given_to_each_other(coded: Coder) -> None:
    text = "Half of the sum will be lent to Senegal by Turkey and the rest by Germany."
    assert ("DEU", "TUR", "AID") not in dyads(coded(text))


def test_a_pair_does_alone_what_it_does_before_others_are_named(coded: Coder) -> None:
    text = (
        "Brazil's exports to Morocco rose by a third. The two countries signed a customs agreement in 2024, and a trade "
        "pact between Morocco and Mercosur is under discussion. Growers are glad. More will follow in autumn."
    )
    signed = {(one, other) for one, other, event_type in dyads(coded(text)) if event_type == "SUPPORT"}
    assert signed == {("BRA", "MAR")}


def test_the_number_of_an_item_is_no_part_of_its_thing(coded: Coder) -> None:
    text = (
        "Signed in Lima\n\n1. Treaty on taxes between Kenya and Peru.\n2. Memorandum on tourism between Kenya and Peru."
    )
    assert [event.thing for event in coded(text) if event.sentence_no == 2] == ["tourism"]


def test_what_is_commended_as_eased_is_no_sanction(coded: Coder) -> None:
    text = "New Zealand commended Fiji for cutting tariffs on 200 lines. More cuts may follow. Nobody objected. It is a start."
    assert {event_type for _, _, event_type in dyads(coded(text))} == {"SUPPORT"}


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The pact will remove duties on Kenyan tea and on Omani dates, Kenya's trade ministry said.", ["AGREE"]),
        ("Trade between Kenya and Oman stood at $3 billion last year.", ["COOPERATE"]),
        ("Hanoi described China's patrols as a serious violation of its sovereignty.", ["ACCUSE"]),
        ("Stockholm and Moscow have traded expulsions since 2022.", ["SANCTION"]),
        ("Peru ordered Chilean troops to leave.", ["REQUEST"]),
        ("Korean Air will fly daily to Mongolia from July.", ["AGREE"]),
    ],
)
def test_an_act_is_told_once_and_by_its_words(coded: Coder, text: str, types: list[str]) -> None:
    around = "Prices rose a little on Monday. {} The markets were open. More rain is expected. Roads were quiet."
    assert [event.event_type for event in coded(around.format(text))] == types


def test_the_others_of_a_row_are_no_thing(coded: Coder) -> None:
    events = coded("Sri Lanka thanked the IMF, India and Japan for their support.")
    assert {event.thing for event in events} == {"support"}


def test_what_is_said_of_one_of_a_list_is_said_of_its_others(coded: Coder) -> None:
    events = coded(
        "Egypt has few roads to the south. Egypt also recently opened a shipping line that will link it with nine other "
        "countries: Burundi, Ethiopia, Kenya, Rwanda, South Sudan, Sudan, Tanzania, Uganda and Zambia."
    )
    assert {e.target.country_code for e in events if e.target} >= {"BDI", "ETH", "KEN", "RWA", "TZA", "UGA", "ZMB"}


def test_what_a_state_and_a_bank_pay_for_is_the_banks_aid_to_the_state(coded: Coder) -> None:
    (event,) = coded("The road was financed by the Kenyan government and the World Bank.")
    assert event.event_type == "AID"
    assert [side and side.country_code for side in (event.source, event.target)] == ["WB", "KEN"]


def test_an_attack_that_is_called_a_thirds_is_none_of_the_two(coded: Coder) -> None:
    events = coded(
        "Speaking after Libya's attack on Chad, its president said he was sorry to see Ghana's leader laugh."
    )
    assault = [e for e in events if e.event_type == "ASSAULT"]
    assert all(e.source and e.source.country_code == "LBY" for e in assault)


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Sudan's plane may have been shot down by a Libyan missile on Friday.", "ASSAULT"),
        ("Sudan may shell Libyan ports, its navy said.", "THREATEN"),
        ("At the funeral on Wednesday, mourners called for revenge on Libya.", "REQUEST"),
    ],
)
def test_what_may_have_been_is_no_threat_and_calling_for_something_no_call(
    coded: Coder, text: str, event_type: str
) -> None:
    assert event_type in {event.event_type for event in coded(text)}
