import pytest

from coopmetrics.events import saying


@pytest.mark.parametrize(
    ("event_type", "verb", "expected"),
    [
        ("ACCUSE", "blame", True),
        ("THREATEN", "have", True),
        ("SUPPORT", "thank", True),
        ("SUPPORT", "salute", True),
        ("SUPPORT", "grateful", True),
        ("SUPPORT", "sign", False),
        ("AID", "praise", False),
    ],
)
def test_words_of_thanks_or_praise_are_the_act_and_so_is_what_is_only_said(
    event_type: str, verb: str, expected: bool
) -> None:
    assert saying.is_speech_act(event_type, verb) is expected


def test_every_verb_of_saying_has_a_kind() -> None:
    assert set(saying.verbs().values()) == {"say", "stress", "naming", "praise", "act", "show"}
