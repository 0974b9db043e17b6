"""The lemmatizer: WordNet's rules and exceptions, and above them what the treebanks say.

spaCy's rule lemmatizer looks a word up as an exception of its part of speech, else tries the endings that give a
known word. The tables come from spacy-lookups-data; forms that the training treebanks lemmatize otherwise (pronouns,
auxiliaries, contractions, "better") become exceptions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import Doc
from spacy.vocab import Vocab

from coopmetrics.language.lemmas import NAME, FormLemmatizer
from training.treebanks import Word

TABLES = ["lemma_rules", "lemma_exc", "lemma_index"]
#: parts of speech whose words are their own lemmas
UNCHANGED = {"PROPN", "NUM", "PUNCT", "SYM", "X", "INTJ"}
#: parts of speech that the rules know
OPEN = {"NOUN", "VERB", "ADJ", "ADV"}
#: fewer sightings of a form may be a slip of the annotator
MIN_COUNT = 2


def add_lemmatizer(nlp: Language, treebank: Iterable[Word]) -> None:
    """Add the rule lemmatizer at the end of the pipeline."""
    lemmatizer = cast("FormLemmatizer", nlp.add_pipe(NAME, name="lemmatizer"))
    lookups = load_lookups("en", TABLES)
    lemmatizer.initialize(lookups=lookups)
    _add_exceptions(lookups, treebank, lambda word, upos: _by_rule(lemmatizer, word, upos, nlp.vocab))
    lemmatizer.cache.clear()


def _by_rule(lemmatizer: FormLemmatizer, word: str, upos: str, vocab: Vocab) -> str:
    return lemmatizer.rule_lemmatize(Doc(vocab, words=[word], pos=[upos])[0])[0]


def _add_exceptions(lookups: Lookups, treebank: Iterable[Word], by_rule: Callable[[str, str], str]) -> None:
    lemmas: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word in treebank:
        if word.upos not in UNCHANGED and word.lemma != "_":
            lemmas[word.form.lower(), word.upos][word.lemma] += 1
    exceptions = lookups.get_table("lemma_exc")
    for (form, upos), counts in sorted(lemmas.items()):
        lemma, count = counts.most_common(1)[0]
        if count >= MIN_COUNT and (upos not in OPEN or by_rule(form, upos) != lemma):
            exceptions.setdefault(upos.lower(), {})[form] = [lemma]
