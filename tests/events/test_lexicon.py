import pytest
import yaml
from spacy.tokens import Token

from coopmetrics.events import lexicon
from coopmetrics.language import Engine


def word(engine: Engine, text: str, form: str) -> Token:
    return next(t for t in next(iter(engine.parse([text]))) if t.lower_ == form)


@pytest.mark.parametrize(
    ("text", "form", "event_type", "cameo"),
    [
        ("Kenya signed a memorandum on health with India.", "signed", "SUPPORT", "057"),
        ("Poland condemned the decision of Belarus.", "condemned", "ACCUSE", "111"),
        ("Egypt donated tents to Sudan.", "donated", "AID", "070"),
        ("The minister met his colleague from Oman.", "met", "CONSULT", "040"),
        ("Peru is ready to join the programme of Chile.", "ready", "AGREE", "030"),
        ("Ghana's nurses went on strike over their pay.", "went", "PROTEST", "143"),
        ("Chilean troops remained on alert near the border.", "remained", "MOBILIZE", "152"),
        ("The rebels attacked a camp near Mopti.", "attacked", "ASSAULT", "190"),
        ("The senator attacked the government of Chile.", "attacked", "ACCUSE", "111"),
        ("Both armies violated the truce on Friday.", "violated", "ASSAULT", "196"),
        ("Oman deployed troops along the border.", "deployed", "MOBILIZE", "154"),
        ("Egyptian rockets hit a barracks on Monday.", "hit", "ASSAULT", "190"),
        ("Chad and Libya traded mortar fire on Monday.", "traded", "ASSAULT", "193"),
        ("Oman and Yemen exchanged insults over the islands.", "exchanged", "ACCUSE", "112"),
        ("Oman and Yemen exchanged threats over the islands.", "exchanged", "THREATEN", "130"),
        ("Clashes between Chad and Libya left two dead.", "clashes", "ASSAULT", "193"),
        ("The guards fired on a fishing boat.", "fired", "ASSAULT", "193"),
        ("The militia set a tanker on fire.", "set", "ASSAULT", "1712"),
        ("Hackers broke into the network of the parliament.", "broke", "COERCE", "175"),
        ("Farmers blocked the road to the port.", "blocked", "PROTEST", "144"),
        ("The crowd burned two flags.", "burned", "PROTEST", "141"),
        ("Chad gave the rebels two days to leave the town.", "gave", "THREATEN", "139"),
        ("Two jets entered Greek airspace.", "entered", "MOBILIZE", "154"),
        ("Peru dropped its objection to the plan.", "dropped", "CONCEDE", "080"),
        ("The rebels laid down their arms.", "laid", "RETREAT", "0873"),
    ],
)
def test_a_word_states_an_act(engine: Engine, text: str, form: str, event_type: str, cameo: str) -> None:
    sense = lexicon.sense(word(engine, text, form))
    assert sense is not None
    assert (sense.frame.type, sense.frame.cameo) == (event_type, cameo)


def test_a_light_verb_takes_its_sense_from_its_noun(engine: Engine) -> None:
    sense = lexicon.sense(word(engine, "The ministers held talks in Geneva.", "held"))
    assert sense is not None
    assert sense.object is not None
    assert (sense.frame.type, sense.object.text) == ("CONSULT", "talks")


def test_a_reading_that_is_no_event_hides_the_others(engine: Engine) -> None:
    sense = lexicon.sense(word(engine, "The factory met the demand of the market.", "met"))
    assert sense is not None
    assert sense.frame.type == lexicon.NO_EVENT


def test_a_preposition_that_yaml_reads_as_true_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = yaml.safe_load("groups: {}\nverbs: [{lemmas: [work], prep: on, type: COOPERATE, cameo: '060'}]")
    monkeypatch.setattr(lexicon, "_source", lambda: frames)
    with pytest.raises(ValueError, match="unquoted on"):
        lexicon.frames.__wrapped__()


def test_frames_are_many_and_ordered_from_specific_to_general() -> None:
    table = lexicon.frames()
    assert sum(map(len, table.values())) > 800
    for found in table.values():
        assert [f.conditions for f in found] == sorted((f.conditions for f in found), reverse=True)


def test_no_frame_is_hidden_by_another_of_its_word() -> None:
    hidden = [
        (key, frame.type, frame.cameo)
        for key, found in lexicon.frames().items()
        for place, frame in enumerate(found)
        if any(_asks_no_more(other, frame) for other in found[:place])
    ]
    assert hidden == []


def _asks_no_more(one: lexicon.Frame, other: lexicon.Frame) -> bool:
    """Whether one frame holds wherever another does."""

    def holds(asked: frozenset[str], given: frozenset[str]) -> bool:
        return not asked or (bool(given) and given <= asked)

    is_clause = not one.clause or (other.clause and holds(one.clauses, other.clauses))
    is_met = holds(one.objects, other.objects) and holds(one.particles, other.particles) and is_clause
    return is_met and one.prep in (None, other.prep) and (other.others or not one.others)
