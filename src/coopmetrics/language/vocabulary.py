"""Words to what the encoder reads of them: the numbers of their word pieces, and the shape of their letters.

The pieces are those of an uncased BERT vocabulary, so that "Paris" and "paris" are the same; what case tells is
given by the shape, a short sketch of the word ("Xx", "XX", "X.X.", "dd").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

#: pieces of one word that are read; the rest of a longer word (an address, a run of garbage) is passed over
MAX_WORD_PIECES: Final = 12
#: letters of one word that are read
MAX_LETTERS: Final = 60
#: words kept ready; news repeats itself, so few are read anew
CACHED: Final = 200_000

#: letters that a sketch looks at, and signs that it has at most
SKETCHED, SIGNS = 24, 8


def shape(word: str) -> str:
    """Sketch a word: x for small letters, X for a capital, XX for several, d and dd alike for digits; signs stay."""
    sketch: list[str] = []
    previous = ""
    for letter in word[:SKETCHED]:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "d" if letter.isdigit() else letter
        run = len(sketch) > 1 and kind == previous == sketch[-2]
        if not (run or (kind == "x" and previous == "x")):
            sketch.append(kind)
        previous = kind
    return "".join(sketch[:SIGNS])


class Vocabulary:
    """Word pieces by number, and shapes by number; number 0 of the shapes is any other."""

    def __init__(self, pieces: Mapping[str, int], shapes: Sequence[str]) -> None:
        self._tokenizer = Tokenizer(WordPiece(dict(pieces), unk_token="[UNK]"))  # noqa: S106 - no password
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._shapes = {shape: number for number, shape in enumerate(shapes, start=1)}
        self.begin, self.separator, self.unknown = pieces["[CLS]"], pieces["[SEP]"], pieces["[UNK]"]
        self._words: dict[str, tuple[list[int], int]] = {}

    def read(self, word: str) -> tuple[list[int], int]:
        """Give the numbers of a word's pieces, at least one, and of its shape."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= CACHED:
                self._words.clear()
            ids = self._tokenizer.encode(word[:MAX_LETTERS], add_special_tokens=False).ids[:MAX_WORD_PIECES]
            known = self._words[word] = (ids or [self.unknown], self._shapes.get(shape(word), 0))
        return known

    def pieces(self, word: str) -> list[int]:
        """Give the numbers of a word's pieces."""
        return self.read(word)[0]

    def shape(self, word: str) -> int:
        """Give the number of a word's shape."""
        return self.read(word)[1]
