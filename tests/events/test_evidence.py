"""What speaks for a candidate: the linear models, the reader and the lexicon, weighed."""

from collections.abc import Callable

import numpy as np
import pytest

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.events import candidates, evidence, parties
from coopmetrics.events.evidence import Evidence
from coopmetrics.language import ACTS

Parse = Callable[..., Document]


def known(document: Document, sentence_no: int = 0) -> tuple[Evidence, list[candidates.Candidate]]:
    cast = parties.cast(document)
    found = list(candidates.find(document, sentence_no, cast))
    return evidence.gather(document, sentence_no, cast, found), found


def test_an_act_between_two_is_likelier_than_one_that_is_only_near_them(parse: Parse) -> None:
    act, found = known(parse("Peru granted Bolivia a loan of $20 million on Tuesday."))
    near, others = known(parse("Tourists from Peru and Bolivia like the granted discount, a guide said on Tuesday."))
    best = max(evidence.probability("keep", act.keep(candidate)) for candidate in found)
    assert best > 0.5
    assert all(evidence.probability("keep", near.keep(candidate)) < best for candidate in others)
    chance = evidence.probability("pair", act.pair(found[0].codes))
    assert chance > 0.5 > evidence.probability("pair", near.pair(others[0].codes))


def test_where_nothing_can_have_happened_nothing_is_known(parse: Parse) -> None:
    document = parse("Peru met Chile.")
    known = evidence.gather(document, 0, parties.cast(document), [])
    assert (known.heard, known.best, known.readings) == ({}, {}, None)


def test_members_are_told_by_what_most_likely_happens(parse: Parse) -> None:
    document = parse(
        "Joint Statement of Norway and Peru\n\n"
        "We thank Chile for the treaty that was drafted in the capital of Norway with the help of Peru."
    )
    entities.resolve_references(document)
    act, _ = known(document, 1)
    assert act.members["NOR", "PER"] == 2


def test_every_number_has_a_weight(parse: Parse) -> None:
    act, found = known(parse("Peru thanked Bolivia."))
    weights = evidence.load()
    assert set(act.keep(found[0])) | {"intercept"} == set(weights["keep"])
    assert set(act.pair(found[0].codes)) | {"intercept"} == set(weights["pair"])
    assert set(act.types(found[0])) == set(weights["alone"]) == set(weights["type"]) | {"whole"}
    assert set(weights["type"]) == set(weights["stage"])


def test_what_two_do_in_all_of_a_sentence_counts_only_where_it_stands_alone(parse: Parse) -> None:
    alone, (candidate, *_) = known(parse("Peru thanked Bolivia."))
    within, (other, *_) = known(parse("Peru thanked Bolivia. It rained. It stopped. The sun came out."))
    assert "whole" in alone.types(candidate)
    assert "whole" not in within.types(other)


def test_no_voice_counts_against_what_it_says() -> None:
    weights = evidence.load()
    assert all(weights[kind][name] >= 0 for kind in ("type", "alone", "stage") for name in weights[kind])


def test_the_likeliest_label_is_the_one_that_most_say() -> None:
    labels = len(ACTS)
    loud, quiet = np.full(labels, -5.0, np.float32), np.zeros(labels, np.float32)
    loud[ACTS.index("AID")] = 0.0
    voices = {"linear": loud, "named": loud, "found": quiet, "lexicon": quiet}
    assert evidence.likeliest("type", voices) == "AID"


def test_without_a_reader_the_linear_models_speak_for_it(parse: Parse) -> None:
    document = parse("Peru thanked Bolivia.")
    document.doc.user_data.clear()
    act, found = known(document)
    assert act.readings is None
    numbers = act.keep(found[0])
    assert numbers["linear"] == pytest.approx(numbers["named"]) == pytest.approx(numbers["found"])


ARTICLE = """\
Peru grants Bolivia a loan for a railway

Peru granted Bolivia a loan of $20 million on Tuesday. The money is for a railway. It will be built by a company from \
Chile, which Bolivia had asked in May. Work begins next year, an official in Lima said. Peru was there first."""


def test_a_pair_is_strong_elsewhere_where_the_article_tells_it_again(parse: Parse) -> None:
    document = parse(ARTICLE)
    cast = parties.cast(document)
    found = {number: list(candidates.find(document, number, cast)) for number in range(len(document.sentences))}
    heard = evidence.gather_all(document, cast, found)
    lead = heard[1].pair(("BOL", "PER"))
    assert heard[0].pair(("BOL", "PER"))["elsewhere"] >= heard[1].best["BOL", "PER"].strength
    assert lead["elsewhere"] >= heard[0].best["BOL", "PER"].strength
    assert known(document, 1)[0].pair(("BOL", "PER"))["elsewhere"] == evidence.NOWHERE


def test_a_headline_stands_first_above_an_article_and_has_no_full_stop(parse: Parse) -> None:
    headline, lead = (known(parse(ARTICLE), number)[0].pair(("BOL", "PER"))["headline"] for number in (0, 1))
    assert (headline, lead) == (1.0, 0.0)
    alone, _ = known(parse("Peru grants Bolivia a loan for a railway"))
    assert alone.pair(("BOL", "PER"))["headline"] == 0.0


def test_members_of_one_reference_are_counted(parse: Parse) -> None:
    text = "The Troika (Norway, Kenya and the United States) met Sudan in May. The Troika urges Sudan to disarm."
    document = parse(text)
    entities.resolve_references(document)
    urged, _ = known(document, 1)
    assert urged.pair(("KEN", "NOR"))["crowd"] == 1.0
    assert urged.pair(("KEN", "SDN"))["crowd"] == 0.0


def test_fellow_members_are_no_third(parse: Parse) -> None:
    document = parse("Angola, Botswana and Namibia share a river. They signed an agreement in 1994.")
    entities.resolve_references(document)
    signed, _ = known(document, 1)
    assert signed.pair(("AGO", "BWA"))["outward"] == 0.0
