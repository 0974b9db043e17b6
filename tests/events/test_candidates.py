"""Possible events: who is tried for a side that a sentence leaves unsaid or only describes."""

from collections.abc import Callable

from coopmetrics.document import Document
from coopmetrics.entities import resolve_references
from coopmetrics.events import Event, candidates, parties

Parse = Callable[..., Document]
Coder = Callable[..., list[Event]]


def dyads(document: Document, sentence_no: int, predicate: str) -> set[tuple[str, str]]:
    found = candidates.find(document, sentence_no, parties.cast(document))
    return {c.codes for c in found if c.predicate.lemma_ == predicate}


def test_what_we_do_of_a_speaker_of_no_known_country_is_done_by_no_other(parse: Parse) -> None:
    document = parse(
        "MR. HALE: Good morning.\n\nQUESTION: What of Egypt?\n\n"
        "MR. HALE: Egypt has been a good partner. We have asked Qatar to help. Has somebody asked Oman to help?"
    )
    last = len(document.sentences) - 1
    assert dyads(document, last - 1, "ask") == set()
    assert dyads(document, last, "ask")


def test_an_unknown_subject_may_be_whom_the_article_is_about(parse: Parse) -> None:
    document = parse("Peru elected a new leader. Someone close to him thanked Chile and Bolivia for their votes.")
    assert {("CHL", "PER"), ("BOL", "PER")} <= dyads(document, 1, "thank")


def test_a_known_subject_is_taken_as_said(parse: Parse) -> None:
    document = parse("Peru elected a new leader. Ecuador thanked Chile and Bolivia for their votes.")
    assert not any("PER" in codes for codes in dyads(document, 1, "thank"))


def test_a_sentence_without_names_may_be_about_three(parse: Parse) -> None:
    document = parse("Ministers of Peru, Chile and Bolivia met in Lima on Monday. The officials discussed tariffs.")
    assert dyads(document, 1, "discuss") == {("BOL", "CHL"), ("BOL", "PER"), ("CHL", "PER")}


ACCORD = """Peru and Chile agreed on a plan for clean energy. Peru and Chile will work in these fields:

- Joint research, with help from Canada and Mexico in the first year;

- Enhancing cooperation on the storage of hydrogen.
"""


def test_a_line_of_a_list_may_be_about_the_foremost_two(parse: Parse) -> None:
    document = parse(ACCORD)
    last = len(document.sentences) - 1
    assert ("CHL", "PER") in dyads(document, last, "cooperation")


def test_two_meant_by_one_word_act_with_each_other(parse: Parse) -> None:
    document = parse("Bolivia voted on Sunday. Peru and Chile met in Lima. Both sides discussed tariffs.")
    resolve_references(document)
    assert dyads(document, 2, "discuss") == {("CHL", "PER")}


def test_several_who_are_not_named_may_be_the_foremost_two(parse: Parse) -> None:
    document = parse("Peru met Chile in Lima. Peru thanked Chile. NCG principals urged Bolivia to release the men.")
    assert ("CHL", "PER") in dyads(document, 2, "urge")


def test_who_is_not_named_is_one_of_few_where_the_subject_is_one(parse: Parse) -> None:
    document = parse("Peru met Chile in Lima. Peru thanked Chile. The roadmap urged Bolivia to release the men.")
    assert ("CHL", "PER") not in dyads(document, 2, "urge")


def test_a_short_item_may_tell_of_people_without_a_name(coded: Coder) -> None:
    (event,) = coded("Rebel forces released two aid workers in Darfur.")
    assert event.source is not None
    assert event.target is not None
    assert (event.source.text, event.target.text) == ("Rebel forces", "two aid workers")
    assert event.source.country_code is event.target.country_code is None


def test_who_is_described_may_be_named_in_part(coded: Coder) -> None:
    (event,) = coded("Bolivia's truck drivers met the mayor of Oruro.")
    assert event.source is not None
    assert event.source.text == "Bolivia's truck drivers"


def test_a_short_item_tells_of_others_beside_two_states(coded: Coder) -> None:
    events = coded(
        "Peru's foreign minister met Chilean officials on Monday while protesters clashed with police in Lima."
    )
    sides = [(e.source.text, e.target.text) for e in events if e.source and e.target]
    assert sides == [("Peru", "Chilean"), ("protesters", "police")]


def test_the_two_countries_are_nobody_beside_those_meant(coded: Coder) -> None:
    (event,) = coded("Ghana discussed with Togo how the two countries could continue to cooperate on fishing.")
    assert event.event_type == "CONSULT"


def test_an_office_is_nobody_beside_whoever_holds_it(coded: Coder) -> None:
    (event,) = coded("Polish Foreign Minister Jan Kowal met his Latvian counterpart Inga Berza on Monday.")
    assert event.source is not None
    assert event.source.text == "Jan Kowal"


def test_nobody_acts_on_himself(coded: Coder) -> None:
    for event in coded("The Chilean army of General Carlos Soto attacked Chilean rebels."):
        if event.source and event.target:
            assert not event.source.overlaps(event.target)


def test_things_are_no_people(coded: Coder) -> None:
    assert coded("The Chilean government raised the minimum wage.") == []


def test_a_town_where_something_happens_does_not_act(parse: Parse) -> None:
    document = parse("Chile and Peru agreed to open a school in La Paz.")
    assert dyads(document, 0, "open") == {("CHL", "PER")}


def test_what_is_said_of_one_may_be_done_with_another(parse: Parse) -> None:
    document = parse("Chile is a valued neighbour of Peru.")
    assert dyads(document, 0, "neighbour") == {("CHL", "PER")}


def test_the_author_of_a_release_may_be_the_unsaid_side(parse: Parse) -> None:
    document = parse(
        "On behalf of the Government of Norway, I greet Ghana. Peru and Chile have attacked the rights of miners."
    )
    document.authors = ["NOR"]
    assert {("CHL", "NOR"), ("NOR", "PER")} <= dyads(document, 1, "attack")


def test_many_who_act_as_one_do_nothing_to_each_other(parse: Parse) -> None:
    document = parse(
        "Statement by the Governments of Norway, Ghana, Kenya and Spain\n\n"
        "The text was released by the Governments of Norway, Ghana, Kenya and Spain.\n\nWe urge Peru to open the port."
    )
    resolve_references(document)
    no = next(n for n, s in enumerate(document.sentences) if "urge" in s.text)
    assert dyads(document, no, "urge") == {("NOR", "PER"), ("GHA", "PER"), ("KEN", "PER"), ("ESP", "PER")}


def test_many_who_are_spoken_of_may_act_together(parse: Parse) -> None:
    document = parse("Envoys of Kenya, Uganda, Rwanda and Burundi agreed on a railway. The parties will meet in May.")
    resolve_references(document)
    assert ("KEN", "UGA") in {tuple(sorted(pair)) for pair in dyads(document, 1, "meet")}


def test_a_briefing_is_about_no_one_country(parse: Parse) -> None:
    told = "MS RASK: We met Ghana. We thank Ghana. We aid Ghana.\n\nQ On Chile?\n\nMS RASK: Yes. Fine. Well. We urged calm."
    briefing = parse(told, issuer="NOR")
    resolve_references(briefing)
    last = len(briefing.sentences) - 1
    assert dyads(briefing, last, "urge") == {("", "NOR")}
    joint = parse(
        f"With Norway's Minister Liv Rask and Ghana's Minister Ama Osei\n\n{told}\n\nMINISTER OSEI: So did we.",
        issuer="NOR",
    )
    resolve_references(joint)
    assert not parties.cast(joint).is_questioned


def test_nobody_is_unsaid_of_what_a_crowd_does(coded: Coder) -> None:
    text = "Turkey sold three trains to Niger. Mali was put under sanctions by its neighbours. It was hit by rebels."
    events = coded(f"{text} Prices rose. Roads were quiet. The rain stopped.")
    assert {event.event_type for event in events} == {"COOPERATE"}


def test_what_one_is_a_member_of_is_no_party(coded: Coder) -> None:
    events = coded("Bulgaria, a member of the European Union, blocked North Macedonia's talks. It was late. Rain fell.")
    assert {(e.source.country_code, e.target.country_code) for e in events if e.source and e.target} == {("BGR", "MKD")}


def test_a_rival_that_is_named_aside_is_no_party(coded: Coder) -> None:
    events = coded("Egypt, a rival of Ethiopia, has offered to send 500 soldiers to Somalia. It was late. Rain fell.")
    assert {(e.source.country_code, e.target.country_code) for e in events if e.source and e.target} == {("EGY", "SOM")}
