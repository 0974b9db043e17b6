"""What speaks for a candidate: the linear models, the reader and the lexicon, weighed."""

from collections.abc import Callable

import numpy as np
import pytest

from coopmetrics.document import Document
from coopmetrics.events import candidates, evidence
from coopmetrics.events.evidence import Evidence
from coopmetrics.language import ACTS

Parse = Callable[..., Document]


def known(document: Document, sentence_no: int = 0) -> tuple[Evidence, list[candidates.Candidate]]:
    cast = candidates.cast(document)
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


def test_every_number_has_a_weight(parse: Parse) -> None:
    act, found = known(parse("Peru thanked Bolivia."))
    weights = evidence.load()
    assert set(act.keep(found[0])) | {"intercept"} == set(weights["keep"])
    assert set(act.pair(found[0].codes)) | {"intercept"} == set(weights["pair"])
    assert set(act.types(found[0])) == set(weights["type"]) == set(weights["stage"])


def test_no_voice_counts_against_what_it_says() -> None:
    weights = evidence.load()
    assert all(weights[kind][name] >= 0 for kind in ("type", "stage") for name in weights[kind])


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
