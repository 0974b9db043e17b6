"""Stretches of direct speech in a text, by its quotation marks.

Straight, curly, low, angled and doubled single marks; single marks where they cannot be apostrophes. Quotations inside
a quotation belong to the outer one. A quotation that runs over paragraphs opens each of them anew and closes only the
last: each paragraph's part is one stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coopmetrics.language.paragraphs import paragraphs

#: opening marks with what closes them; straight and curly ones are mixed by careless editors
_PAIRS = {"“": '”"', "„": "“”", "«": "»", "‘": "’", "‹": "›", '"': '"”', "''": "''", "``": "''", "'": "'"}
_MARK = re.compile(r"''|``|[“”„«»‹›\"‘’']")
QUOTATION_MARKS = frozenset(_PAIRS) | frozenset("”»›’")
_MARKS = "".join(QUOTATION_MARKS)
#: what may stand before an opening and after a closing mark
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/:,;]")
_AFTER_CLOSING = re.compile(r"[\s)\]}.,;:!?—–\-/“”\"]")
#: words of the shortest speech that is taken for a whole utterance
_UTTERANCE_WORDS = 4
#: characters beside a stretch that hold its marks and what stands next to them
_MARGIN = 5
#: longer ones are taken for a mark that was never closed
MAX_CHARS = 5000


def stretches(text: str) -> list[tuple[int, int]]:
    """Start and end of every stretch, without the marks and without blanks at its ends."""
    found = [span for start, end in paragraphs(text) for span in _in_paragraph(text, start, end)]
    return [(start, end) for start, end in (_strip(text, *span) for span in found) if end - start > 1]


def is_utterance(text: str, start: int, end: int) -> bool:
    """Whether a stretch is speech by its form: it begins as a sentence or after a colon, and ends as speech does.

    A fragment within a sentence of the outlet ("a new page"), a name and a coined term are none by themselves.
    """
    before = text[max(start - _MARGIN, 0) : start].rstrip().rstrip(_MARKS)
    after = text[end : end + _MARGIN].lstrip(_MARKS)[:1]
    lead = before.rstrip()
    begins = not text[start].islower() or lead.endswith((":", ","))
    opens_paragraph = not lead or "\n" in before[len(lead) :]
    is_closed = text[end - 1] in ".,!?…—–" or after in {",", "", "\n"} or opens_paragraph
    words = [word for word in text[start:end].split() if word[0].isalpha()]
    is_title = not any(word[0].islower() for word in words if len(word) > 3)
    is_long = len(words) >= _UTTERANCE_WORDS or (opens_paragraph and len(words) > 1)
    return begins and is_closed and is_long and not is_title


def _in_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Outermost stretches of one paragraph; one that opens the last time and never closes runs to its end."""
    opening: tuple[int, str] | None = None
    for match in _MARK.finditer(text, start, end):
        mark = match[0]
        if opening is None:
            if mark in _PAIRS and _opens(text, match, start):
                opening = (match.end(), mark)
        elif mark in _PAIRS[opening[1]] and _closes(text, match, end):
            yield opening[0], match.start()
            opening = None
    if opening is not None and opening[1] not in {"'", "‘"} and _may_run_on(text, opening[0], start, end):
        yield opening[0], end


def _opens(text: str, match: re.Match[str], paragraph: int) -> bool:
    before = text[match.start() - 1] if match.start() > paragraph else " "
    after = text[match.end() : match.end() + 1]
    if not after or after.isspace():
        return False
    if match[0] in {"'", "‘"} and not (after.isalpha() or after in "“\"'"):
        return False
    return match[0] in {"“", "„", "«"} or bool(_BEFORE_OPENING.match(before))


def _closes(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a mark of the closing kind closes; a single one must not be an apostrophe."""
    after = text[match.end()] if match.end() < end else " "
    if match[0] in {"’", "'"}:
        before = text[match.start() - 1]
        return bool(_AFTER_CLOSING.match(after)) and (before in ".,!?" or before != "s")
    return match[0] != '"' or bool(_AFTER_CLOSING.match(after)) or not text[match.start() - 1].isspace()


def _may_run_on(text: str, opening: int, start: int, end: int) -> bool:
    """An unclosed mark is speech where it opens its paragraph, or where the next paragraph opens anew."""
    follows = text[end : end + 6].lstrip()[:1]
    return end - opening <= MAX_CHARS and (opening - start <= 2 or follows in {"“", '"', "„", "«"})


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
