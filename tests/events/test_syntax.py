import pytest

from coopmetrics.events import syntax
from tests.events.trees import tree


def clause_of(helper: str, verb: str, tag: str) -> syntax.Clause:
    """The clause "Oman <helper> <verb> gas"."""
    lines = ["Oman Oman PROPN NNP nsubj {}", *([f"{helper} {helper} AUX MD aux {{}}"] if helper else [])]
    head = len(lines) + 1
    lines = [line.format(head) for line in lines]
    lines += [f"{verb} supply VERB {tag} root 0", f"gas gas NOUN NN obj {head}"]
    return syntax.clause(tree("\n".join(lines))[head - 1])


@pytest.mark.parametrize(
    ("helper", "verb", "tag", "tense"),
    [
        ("will", "supply", "VB", "future"),
        ("", "supplied", "VBD", "past"),
        ("has", "supplied", "VBN", "perfect"),
        ("is", "supplying", "VBG", "progressive"),
        ("", "supplies", "VBZ", "present"),
        ("should", "supply", "VB", "deontic"),
        ("could", "supply", "VB", "conditional"),
    ],
)
def test_tense_of_a_clause(helper: str, verb: str, tag: str, tense: str) -> None:
    assert clause_of(helper, verb, tag).tense == tense


def test_a_plan_by_to_be_is_the_future() -> None:
    doc = tree("""
        Oman     Oman     PROPN NNP nsubj 2
        is       be       VERB  VBZ root  0
        to       to       PART  TO  mark  4
        host     host     VERB  VB  xcomp 2
        talks    talk     NOUN  NNS obj   4
    """)
    assert syntax.clause(doc[3]).tense == "future"


def test_negation_and_condition_are_seen() -> None:
    doc = tree("""
        If       if       SCONJ IN  mark  5
        Oman     Oman     PROPN NNP nsubj 5
        does     do       AUX   VBZ aux   5
        not      not      PART  RB  advmod 5
        pay      pay      VERB  VB  root  0
    """)
    assert syntax.clause(doc[4]).is_negated
    assert syntax.clause(doc[4]).is_conditional


DISCUSSION = """
    Talks        talk        NOUN  NNS nsubj 5
    on           on          ADP   IN  case  3
    trade        trade       NOUN  NN  nmod  1
    will         will        AUX   MD  aux   5
    cover        cover       VERB  VB  root  0
    a            a           DET   DT  det   7
    number       number      NOUN  NN  obj   5
    of           of          ADP   IN  case  9
    projects     project     NOUN  NNS nmod  7
"""


def test_counted_nouns_are_governed_too() -> None:
    assert [t.text for t in syntax.governed(tree(DISCUSSION)[4])] == ["number", "projects"]


def test_a_climb_ends_at_the_root() -> None:
    assert [t.text for t in syntax.climb(tree(DISCUSSION)[2])] == ["trade", "Talks", "cover"]


def test_a_noun_in_the_subject_is_told_of_by_the_verb() -> None:
    doc = tree(DISCUSSION)
    assert syntax.told_of(doc[2]).text == "cover"
    assert syntax.told_of(doc[8]).text == "projects"


def test_what_a_verb_takes_as_its_objects_is_one_act_with_it() -> None:
    oman, signed, accord, _, memorandum = tree(
        """
        Oman Oman PROPN NNP nsubj 2
        signed sign VERB VBD root 0
        accord accord NOUN NN obj 2
        and and CCONJ CC cc 5
        memorandum memorandum NOUN NN conj 3
        """
    )
    assert {syntax.act(word).text for word in (signed, accord, memorandum)} == {"signed"}
    assert syntax.act(oman).text == "Oman"


def test_a_clause_with_a_subject_of_its_own_is_another() -> None:
    police, arrested, suspect, gunmen, killed, guard = tree(
        """
        police police NOUN NN nsubj 2
        arrested arrest VERB VBD root 0
        suspect suspect NOUN NN obj 2
        gunmen gunman NOUN NNS nsubj 5
        killed kill VERB VBD conj 2
        guard guard NOUN NN obj 5
        """
    )
    assert all(syntax.is_in_clause(arrested, word) for word in (police, suspect))
    assert not any(syntax.is_in_clause(arrested, word) for word in (gunmen, guard))
    assert syntax.is_in_clause(killed, guard)


def test_a_noun_with_a_subject_is_a_clause_too() -> None:
    *_, said, _, _, threat, bolivia = tree(
        """
        Peru Peru PROPN NNP nsubj 2
        said say VERB VBD root 0
        Chile Chile PROPN NNP nsubj 5
        is be AUX VBZ cop 5
        threat threat NOUN NN ccomp 2
        Bolivia Bolivia PROPN NNP nmod 5
        """
    )
    assert not syntax.is_in_clause(said, bolivia)
    assert not syntax.is_in_clause(said, threat)
