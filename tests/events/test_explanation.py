"""Why a sentence was coded as it was, in words."""

from collections.abc import Callable
from datetime import date

from coopmetrics.document import Document
from coopmetrics.events import evidence, explain, explanation, hear
from coopmetrics.events.coder import in_order
from coopmetrics.events.verdicts import Decision, Dropped

Parse = Callable[..., Document]


def explained(document: Document, sentence_no: int = 0) -> str:
    return "\n".join(explain(document, list(hear(document))[sentence_no]))


def block(told: str, title: str) -> list[str]:
    """The lines below the one that begins with a title, as far as they are indented deeper."""
    lines = told.splitlines()
    first = next(number for number, line in enumerate(lines) if line.strip().startswith(title))
    depth = len(lines[first]) - len(lines[first].lstrip())
    inner = [first]
    for number in range(first + 1, len(lines)):
        if len(lines[number]) - len(lines[number].lstrip()) <= depth:
            break
        inner.append(number)
    return [lines[number].strip() for number in inner[1:]]


def test_an_event_is_told_with_its_actors_predicate_and_row(parse: Parse) -> None:
    told = explained(parse("Norway and Ghana signed a fisheries accord in Accra on Monday.", date(2024, 5, 16)))

    assert told.splitlines()[0] == "[0] Norway and Ghana signed a fisheries accord in Accra on Monday."
    assert "actors: Norway (NOR), Ghana (GHA)" in told
    [event] = [line for line in told.splitlines() if "Norway (NOR) with Ghana (GHA)" in line]
    assert "agreed" in event
    assert '"signed' in event
    assert "2024-05-13 (relative), agriculture" in told


def test_without_a_date_it_is_not_said_which_date_that_is(parse: Parse) -> None:
    [row] = block(explained(parse("Peru thanked Bolivia for the vaccines.")), "SUPPORT, completed")[:1]

    assert row.startswith("row: no date, health_pharma")


def test_type_and_stage_come_with_the_voices_and_features_that_gave_them(parse: Parse) -> None:
    told = explained(parse("Peru thanked Bolivia for the vaccines."))
    [lexicon] = [line for line in told.splitlines() if line.strip().startswith("lexicon")]

    assert '"thank" states SUPPORT' in lexicon
    assert any("lemma=thank/VERB +" in line for line in block(told, "type: SUPPORT before"))
    assert "tense=past +" in " ".join(block(told, "stage: completed before"))


def test_what_is_done_to_each_other_is_told_with_what_says_so(parse: Parse) -> None:
    met = explained(parse("The foreign ministers of Chad and Niger met in Niamey."))
    thanked = explained(parse("Peru thanked Bolivia for the vaccines."))
    accused = explained(parse("Chad accused Niger of arming rebels."))

    assert "to each other: reader +" in met
    assert "grammar +1.0" in met
    assert "one to the other: reader -" in thanked
    assert "other:" not in accused


def test_who_acts_is_told_with_what_says_so_unless_both_do(parse: Parse) -> None:
    met = explained(parse("The foreign ministers of Chad and Niger met in Niamey."))
    thanked = explained(parse("Bolivia was thanked by Peru for the vaccines."))

    assert "direction:" not in met
    assert "direction: Peru (PER) before Bolivia (BOL): " in thanked
    assert "path=>obl:agent:by +" in thanked


def test_the_rule_that_decided_is_named(parse: Parse) -> None:
    demand = explained(parse("Chad should open its border to Niger, the French ambassador said."))
    blame = explained(parse("Chad accused Niger of arming rebels."))

    assert 'rule: "should" asks something of its subject' in demand
    assert not block(demand, "rule")
    assert "rule: the type settles the stage" in blame
    assert "stage:" not in blame


def test_what_a_rule_reads_as_an_accusation_has_neither_type_nor_direction_weighed(parse: Parse) -> None:
    told = explained(parse("Syria shelled two villages near the border, the Lebanese army said."))

    assert "rule: a hostile deed, or help for enemies, told by the one it harms, is an accusation" in told
    assert not [line for line in block(told, "ACCUSE") if line.startswith(("type:", "stage:", "direction:"))]


def test_an_item_of_a_list_is_told_with_its_rule_and_not_weighed(parse: Parse) -> None:
    text = "Kenya and Uganda agreed on a package. This includes the establishment of a bank and the supply of cement."
    told = explained(parse(text), 1)

    [establishment] = [line for line in told.splitlines() if line.endswith('"establishment"')]
    assert "rule: an item of a list that takes up the sentence before" in block(told, establishment.strip())
    assert not any(line.startswith("event:") for line in block(told, establishment.strip()))
    assert "a rule says what happens between the two" in told


def test_a_dropped_candidate_is_told_with_its_reason_and_chance(parse: Parse) -> None:
    dropped = block(explained(parse("Tourists from Peru and Bolivia like the granted discount.")), "dropped")
    number = next(n for n, line in enumerate(dropped) if line.startswith("BOL and PER"))

    assert dropped[number].endswith("nothing is likely to happen between the two")
    assert "chance 0." in dropped[number + 1]
    assert "asked 0." in dropped[number + 1]


def test_an_event_reached_the_chance_that_was_asked_and_a_dropped_one_did_not(parse: Parse) -> None:
    text = (
        "Peru met Chile. Peru and Chile agreed on ports, and Bolivia sued Chile over them. Brazil granted Peru a loan."
    )
    short = "Gunmen killed two aid workers in Lima, and police arrested a suspect."
    hearings = [*hear(parse(text)), *hear(parse(short))]
    verdicts = [verdict for hearing in hearings for verdict in hearing.verdicts if verdict.weighing]

    assert {type(verdict.outcome) for verdict in verdicts} == {Decision, Dropped}
    for verdict in verdicts:
        assert verdict.weighing is not None
        is_likely = verdict.weighing.chance >= verdict.weighing.bar
        assert is_likely is (verdict.outcome not in (Dropped.UNLIKELY, Dropped.WEAKER, Dropped.UNSURE))


def test_every_candidate_is_an_event_or_dropped_once(parse: Parse) -> None:
    document = parse(
        "Peru met Chile. Peru and Chile agreed on ports, and Bolivia sued Chile. Rebels attacked a village."
    )
    for hearing in hear(document):
        outcomes = {id(verdict.outcome) for verdict in hearing.verdicts}
        weighed = [decision for decision, _ in hearing.events if decision.rule is None]
        assert all(id(decision) in outcomes for decision in weighed)
        assert len({id(verdict.candidate) for verdict in hearing.verdicts}) == len(hearing.verdicts)


def test_events_are_those_of_plain_coding(parse: Parse, coded: Callable[..., list[object]]) -> None:
    text = "Peru met Chile on Monday. Bolivia lent Peru $5 million."

    assert [str(event) for event in in_order(hear(parse(text, date(2024, 5, 16))))] == [str(e) for e in coded(text)]


def test_a_sentence_without_anybody_needs_no_words(parse: Parse) -> None:
    assert explained(parse("It rained all day.")) == ""


def test_every_number_has_words() -> None:
    learned = {name for weights in evidence.load().values() for name in weights}
    assert learned | {"mutual", "grammar"} == set(explanation.WORDS)
