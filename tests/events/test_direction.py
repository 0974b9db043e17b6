"""Who acts, and who is acted on."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coopmetrics.events import Event
from coopmetrics.events.direction import DirectionModel, Side
from coopmetrics.events.model import BinaryModel

Coder = Callable[..., list[Event]]
NOTHING = np.zeros(2, np.float32)


def directions(events: list[Event]) -> Iterator[tuple[str | None, str | None]]:
    for event in events:
        if event.source and event.target and not event.is_reciprocal:
            yield event.source.country_code, event.target.country_code


def test_a_score_is_of_features_and_of_the_vector() -> None:
    scorer = DirectionModel(BinaryModel({"relation=subj": 2.0, "relation=obj": -1.0}), np.array([1.0, 0.0], np.float32))

    assert scorer.score(Side(["relation=subj", "unknown"], NOTHING)) == 2.0
    assert scorer.score(Side(["relation=obj"], np.array([3.0, 5.0], np.float32))) == 2.0


def test_what_both_have_puts_neither_ahead() -> None:
    scorer = DirectionModel(BinaryModel({"first": 0.5, "kind=person": 1.0, "says": 0.25}), np.ones(2, np.float32))
    lead = scorer.lead(Side(["kind=person", "first"], NOTHING), Side(["kind=person", "says"], NOTHING))

    assert lead == {"words": 0.0, "first": 0.5, "other says": -0.25}


def test_what_puts_a_side_ahead_comes_in_the_order_of_its_features() -> None:
    names = [f"feature {number}" for number in range(20)]
    scorer = DirectionModel(BinaryModel(dict.fromkeys(names, 1.0)), np.ones(2, np.float32))

    assert list(scorer.lead(Side(names, NOTHING), Side([], NOTHING))) == ["words", *names]
    assert list(scorer.lead(Side([], NOTHING), Side(names, NOTHING)))[1:] == [f"other {name}" for name in names]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Bolivia bought two ferries from Norway.", ("BOL", "NOR")),
        ("A Kenyan convoy came under fire from Somali troops on Monday.", ("SOM", "KEN")),
        ("Thousands of Zambian miners face deportation from Angola.", ("AGO", "ZMB")),
        ("Kenya borrowed $1.5 billion from Oman in January.", ("OMN", "KEN")),
        ("Malta has received 500,000 doses of vaccine donated by the Government of Norway.", ("NOR", "MLT")),
        ("A court in Minsk sentenced a Polish journalist to eight years in prison.", ("BLR", "POL")),
        ("Police in Nairobi arrested three Chinese nationals on Friday.", ("KEN", "CHN")),
        ("Two Bolivian patrol boats were seized by Peru on Monday.", ("PER", "BOL")),
        ("Two Bolivian boats were seized in Peruvian waters, according to Bolivia's navy.", ("PER", "BOL")),
        ("A Kenyan soldier was killed in fire from Somali militias, according to Kenya's military.", ("SOM", "KEN")),
        ("Peru's navy seized two Bolivian patrol boats on Monday.", ("PER", "BOL")),
        ("A loan from Norway will pay for two bridges in Malawi.", ("NOR", "MWI")),
        ("Two border posts of Chad were shelled by Libyan troops.", ("LBY", "TCD")),
        ("Ghana has broken every promise of the accord, Togo's foreign minister said.", ("TGO", "GHA")),
        ("Togo was thanked by Ghana for its doctors.", ("GHA", "TGO")),
        ("The expulsion of two Togolese diplomats from Ghana surprised no one.", ("GHA", "TGO")),
        ("The deportation of Zambian nurses from Namibia went on for weeks.", ("NAM", "ZMB")),
        ("Villagers learned of the imprisonment of a Peruvian surveyor in Bolivia.", ("BOL", "PER")),
        ("The release of Omani divers held in Yemen was announced.", ("YEM", "OMN")),
        ("The recall of the Norwegian ambassador from Malta followed.", ("NOR", "MLT")),
        ("The Norwegian ambassador was recalled from Malta.", ("NOR", "MLT")),
        ("The withdrawal of Kenyan peacekeepers from Burundi was completed.", ("KEN", "BDI")),
        (
            "Chad's health ministry said that nine people were injured as a result of Libyan shelling in the north.",
            ("LBY", "TCD"),
        ),
        ("Zambia's army said it had tracked three Malawian jets over the lake.", ("MWI", "ZMB")),
        ("Zambia's army chief claimed that 3,000 Malawian troops were massed on the border.", ("MWI", "ZMB")),
        ("Norway's envoys have been denied access to the trial in Minsk by Belarus.", ("BLR", "NOR")),
    ],
)
def test_the_one_who_acts_is_the_source_wherever_it_stands(coded: Coder, text: str, sides: tuple[str, str]) -> None:
    assert sides in set(directions(coded(text)))
    assert sides[::-1] not in set(directions(coded(text)))


def test_of_two_who_act_side_by_side_the_first_named_is_the_source(coded: Coder) -> None:
    for text, first in (("Chad and Niger signed an accord.", "TCD"), ("Niger and Chad signed an accord.", "NER")):
        (event,) = coded(text)
        assert event.source is not None
        assert event.source.country_code == first
