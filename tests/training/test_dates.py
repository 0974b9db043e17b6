"""The model of dates learns from features and from vectors, and which coded dates teach anything."""

from datetime import date

import numpy as np
import pytest

from coopmetrics.events import dates

training_dates = pytest.importorskip("training.dates", reason="needs scikit-learn, as training does")

TODAY = dates.EventDate(date(2023, 9, 12), None, "day", "publication")
UNKNOWN = dates.EventDate(None, None, "unknown", "publication")


def learned(examples: "training_dates.Examples") -> dates.DateModel:
    return dates.from_arrays(training_dates.fit(examples))


def examples(*, tells_by_name: bool) -> "training_dates.Examples":
    """Events of today where a word's vector points up, and of no known day where it points down."""
    found, rng = training_dates.Examples(), np.random.default_rng(0)
    for _ in range(400):
        is_today = bool(rng.random() < 0.5)
        vector = rng.normal(0, 0.1, 4).astype(np.float32) + (1 if is_today else -1) * (not tells_by_name)
        name = "tense=past" if tells_by_name and not is_today else "tense"
        found.add(
            {
                TODAY: dates.Choice("published", [name], [], np.append(vector, 1.0)),
                UNKNOWN: dates.Choice("unknown", [name], [], np.append(vector, 0.0)),
            },
            "2023-09-12" if is_today else None,
            1.0,
        )
    return found


def test_features_tell_which_date_is_right() -> None:
    scores = learned(examples(tells_by_name=True))
    neutral = np.zeros(5, np.float32)
    published, unknown = (dates.Choice(origin, ["tense=past"], [], neutral) for origin in ("published", "unknown"))
    past = scores.scores([published, unknown])
    assert past[1] > past[0]


def test_vectors_tell_it_where_features_do_not() -> None:
    scores = learned(examples(tells_by_name=False))

    def today_leads(vector: float) -> bool:
        words = np.full(4, vector, np.float32)
        today = dates.Choice("published", ["tense"], [], np.append(words, np.float32(1)))
        unknown = dates.Choice("unknown", ["tense"], [], np.append(words, np.float32(0)))
        of_today, of_unknown = scores.scores([today, unknown])
        return of_today > of_unknown

    assert today_leads(1.0)
    assert not today_leads(-1.0)


def test_a_coded_date_that_is_no_choice_teaches_nothing() -> None:
    found = training_dates.Examples()
    found.add({TODAY: dates.Choice("published", [], [], np.zeros(5, np.float32))}, "2021-01-01", 1.0)
    assert not found.weights
