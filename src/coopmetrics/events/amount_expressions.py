"""How amounts are written: numbers in digits and words, scales, ranges, units before and after them, hedges.

`reference/units.csv` lists the written forms of every unit and currency (`forms`, separated by bars); those of kind
`symbol` stand before the number, the others after it. ISO 4217 codes stand on either side, those that are other words
too ("TOP 10") only before a number with a scale. Dollars without a country are the unit `DOLLAR`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

import pycountry

from coopmetrics.events.time_values import MONTHS
from coopmetrics.reference import read_table

Modifier = Literal["exact", "about", "at_least", "at_most"]
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "mln": 1e6, "mn": 1e6, "m": 1e6,
    "crore": 1e7, "billion": 1e9, "bln": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "trn": 1e12, "tn": 1e12,
    "dozen": 12.0,
}  # fmt: skip
WORD_NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        ).split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half a": 0.5}
MODIFIERS: dict[str, Modifier] = {
    "more than": "at_least", "over": "at_least", "at least": "at_least", "no less than": "at_least",
    "not less than": "at_least", "none exceeding": "at_most", "not exceeding": "at_most", "not exceed": "at_most",
    "not more than": "at_most", "not over": "at_most", "none more than": "at_most", "none over": "at_most",
    "exceeding": "at_least", "exceeded": "at_least", "above": "at_least",
    "in excess of": "at_least", "upwards of": "at_least", "a minimum of": "at_least",
    "up to": "at_most", "less than": "at_most", "fewer than": "at_most", "under": "at_most", "below": "at_most",
    "at most": "at_most", "no more than": "at_most", "as much as": "at_most", "as many as": "at_most",
    "a maximum of": "at_most", "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "nearly": "about", "almost": "about", "close to": "about", "an estimated": "about",
    "estimated at": "about", "circa": "about", "~": "about",
}  # fmt: skip
#: the unit of dollars of which it is not written whose they are
DOLLAR = "dollar"
#: whose currency a name such as "dollar" or "rupee" means: its ISO 4217 code by name
Currencies: TypeAlias = Mapping[str, str]
_NOT_TOLD: Currencies = MappingProxyType({})
#: ISO 4217 codes that are other words, too: money only before a number with a scale ("TRY 5 million")
_WORDS = frozenset("ALL BAM COP CUP MOP PEN SDG SOS TOP TRY".split())
#: ... and those of nothing, which are never money
_NO_MONEY = frozenset({"XTS", "XXX"})
#: kinds of units, beside money, that can be worked out from each other
_DIMENSIONS = frozenset({"mass", "volume", "power", "energy", "length", "area"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or currency, as one of its written forms stands for it."""

    code: str
    kind: str
    currency_code: str | None
    #: how many of the unit the written form stands for ("bcm")
    factor: float = 1.0


def find(text: str) -> list[re.Match[str]]:
    """The amounts of a text in order, each with its number, scale and unit as groups."""
    found = _leftmost(text) if _GATE.search(text) else ()
    return [match for match in found if not _only_tells_when_or_who(match)]


def _leftmost(text: str) -> Iterator[re.Match[str]]:
    """Amounts with the unit before or after the number, without overlaps, leftmost and longest first."""
    before, after = _patterns()
    candidates = sorted(
        [m for pattern in (before, after) for m in pattern.finditer(text) if not _is_year(m, text)],
        key=lambda m: (m.start("amount"), -m.end("amount")),
    )
    last = 0
    for match in candidates:
        if match.start("amount") >= last:
            last = match.end("amount")
            yield match


def _is_year(match: re.Match[str], text: str) -> bool:
    """Whether the number is the year or day of a date that only stands before a noun ("In 2018 banks ...")."""
    number = match["number"]
    if match.groupdict().get("symbol") or match["scale"]:
        return False
    lead = text[max(match.start("amount") - 12, 0) : match.start("amount")]
    is_year = bool(re.fullmatch(r"(?:19|20)\d\d", number)) and unit_of(match).kind in {"count", "time"}
    return is_year or bool(_DAY_OR_YEAR.fullmatch(number) and _AFTER_MONTH.search(lead))


def _only_tells_when_or_who(match: re.Match[str]) -> bool:
    """Whether a stretch of time places something ("ten years ago"), or a number of countries is the two themselves."""
    unit = unit_of(match)
    if unit.kind == "time":
        before, after = match.string[: match.start("amount")], match.string[match.end("amount") :]
        return bool(_BEFORE_A_TIME.search(before) or _AFTER_A_TIME.match(after))
    return unit.code == "country" and _KNOWN_ONES.search(match.string[: match.start("amount")]) is not None


def values(match: re.Match[str]) -> list[float]:
    """The number, or the ends of a range; the scale of the second end holds for the first where it must."""
    number, scale = _number(match["number"]), match["scale"]
    if not match["number_2"]:
        return [number * _scale(scale)]
    second, second_scale = _number(match["number_2"]), match["scale_2"]
    high = second * _scale(second_scale)
    if _AND.search(match["amount"]) and not _BETWEEN.search(match.string, 0, match.start("amount")):
        return [high]  # "12 and 8 million euros" are of two
    shares_scale = not scale and bool(second_scale) and number <= second
    return [number * _scale(second_scale if shares_scale else scale), high]


def _number(text: str) -> float:
    plain = text.lower().strip()
    if plain in WORD_NUMBERS:
        return WORD_NUMBERS[plain]
    if plain in {"a", "an"}:
        return 1.0
    if "-" in plain:
        return sum(WORD_NUMBERS[part] for part in plain.split("-"))
    if re.fullmatch(_GROUPS, plain):
        return float(plain.replace(",", ""))
    if re.fullmatch(_DOTTED, plain):
        plain = plain.replace(".", "")
    return float(re.sub(r"\s", "", plain).replace(",", "."))


def _scale(word: str | None) -> float:
    if not word:
        return 1.0
    scale = 1.0
    for part in word.lower().split():
        scale *= SCALES[part.rstrip("s") if part.rstrip("s") in SCALES else part]
    return scale


@cache
def shared_currencies() -> dict[str, dict[str, str]]:
    """The currencies that bear a name which others bear too, such as "rupee": name → country → ISO 4217 code."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("shared_currencies"):
        found[row["name"]][row["country"]] = row["currency_code"]
    return dict(found)


@cache
def _by_people() -> dict[str, str]:
    return {form: row["code"] for row in read_table("demonyms") for form in row["forms"].split("|")}


def unit_of(match: re.Match[str], own: Currencies = _NOT_TOLD) -> Unit:
    """The unit that an amount is written in; `own` are the currencies meant by names without a country, if told."""
    groups = match.groupdict()
    written = groups.get("symbol") or groups["unit"]
    forms, words = _forms(), " ".join(written.split())
    unit = forms[words] if words in forms else forms[words.replace("-", " ")]
    of_countries = shared_currencies().get(unit.code)
    if of_countries is None:
        return unit
    if unit.code == DOLLAR and _AMERICAN.match(match.string, match.end("amount")):
        return replace(unit, code="USD", currency_code="USD")
    people = _by_people().get(match["between"].strip())
    currency = of_countries.get(people or "") or own.get(unit.code) or unit.currency_code
    return replace(unit, code=currency or unit.code, currency_code=currency)


def converts(before: re.Match[str], match: re.Match[str], own: Currencies = _NOT_TOLD) -> bool:
    """Whether an amount is the one before it in another unit: "$12bn (£9bn)", "5 billion yen, or some $33 million"."""
    one, other = unit_of(before, own), unit_of(match, own)
    lead, between = match.string[: before.start("amount")], match.string[before.end("amount") : match.start("amount")]
    # a third currency stands in the brackets of the second, "(US$643; £480)"; "$12bn; £9bn" are two amounts
    if between.lstrip().startswith(";") and lead.rfind("(") <= lead.rfind(")"):
        return False
    is_money = bool(one.currency_code and other.currency_code)
    is_same_measure = is_money or (one.kind == other.kind and one.kind in _DIMENSIONS)
    return is_same_measure and one.code != other.code and _conversion_pattern().fullmatch(between) is not None


def hedge(lead: str) -> tuple[Modifier, int]:
    """What the words right before an amount say about its exactness, and where they begin."""
    match = _modifier_pattern().search(lead.lower())
    if match is None or (match[1] == "over" and _HANDED.search(lead, 0, match.start(1))):
        return "exact", len(lead)
    return MODIFIERS[match[1]], match.start()


@cache
def counted() -> frozenset[str]:
    """The last words of units that are things themselves."""
    return frozenset(form.split()[-1].lower() for form, unit in _forms().items() if unit.kind == "count")


#: what every amount holds
_GATE = re.compile(r"\d|\b(?:hundred|thousand|million|billion|dozen|" + "|".join(WORD_NUMBERS) + r")\b", re.IGNORECASE)
#: a year before another number: "in 2016 and 869 tonnes in 2021"
_YEAR_AND = r"(?:19|20)\d\d\s(?:and|or)\s"
_MONTH_NAMES = "|".join(name.title() for name in MONTHS)
_AFTER_MONTH = re.compile(rf"\b(?:{_MONTH_NAMES})\.?\s$")
#: what makes a date of a stretch of time, and whom "the two countries" has named before
_BEFORE_A_TIME = re.compile(
    r"\b(?:last|past|next|coming|previous|recent|first|every|in|over|within|after|mark(?:s|ed|ing)?|celebrat(?:es?|ed|ing))"
    r"(?: (?:the|some|about|nearly|almost|over|more than|at least))?\s$",
    re.IGNORECASE,
)
_AFTER_A_TIME = re.compile(
    r"['’]?[\s-](?:ago|later|earlier|before|after|since|olds?|from now|of age|of independence|time)\b"
)
#: verbs of which "over" is a part: "handed over 20 boats"
_HANDED = re.compile(r"\b(?:hand|turn|carr|pass|tak|took|bring|brought|cross)\w*\s$", re.IGNORECASE)
_AMERICAN = re.compile(r"\s\(?(?:US|USD|U\.S\.|American)(?![\w-])")
_KNOWN_ONES = re.compile(r"\b(?:the|our|their|both|these|those)\s$", re.IGNORECASE)
_AND = re.compile(r"[\d\w]\sand\s[$€£¥]?[\d\w]")
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_DAY_OR_YEAR = re.compile(r"[12]?\d|3[01]|[12]\d{3}")
#: of three digits each, or of two before the last ("1,25,000"); "1,25" is a decimal comma
_GROUPS = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"
#: with spaces between ("10 000"), a few at most, unless the first is the day of a month: "on May 5 300 soldiers"
_GAP = r"[ \u00a0\u2009\u202f]"
_NO_DAY = "".join(rf"(?<!\b{name}\s)(?<!\b{name}\.\s)" for name in _MONTH_NAMES.split("|"))
_SPACED = rf"(?=\d{{1,3}}{_GAP}\d{{3}}){_NO_DAY}\d{{1,3}}(?:{_GAP}\d{{3}}){{1,5}}+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
#: with stops between ("1.000.000"); one alone is a decimal point
_DOTTED = r"\d{1,3}(?:\.\d{3}){2,5}+(?!\d)(?:,\d{1,2}(?!\d))?"
#: what begins with noughts ("000") is the rest of a number that is grouped otherwise
_DIGITS = rf"{_GROUPS}|{_SPACED}|{_DOTTED}|(?!00)\d+(?:[.,]\d{{1,2}}(?!\d)|\.\d+)?"
#: what is looked up is ASCII: ignoring case, a dotless "ı" would pass for an "i", a "ſ" for an "s"
_SCALE = (
    r"(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen|mln|bln|trn)s?|(?:mn|bn|tn|m|b|k)(?!(?u:[\w²³]))"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One pattern for units before the number and one for units after it."""
    symbols = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in _longest_first(kind="symbol") if form != "R")
    codes = "|".join(_codes())
    words = "|".join(sorted(WORD_NUMBERS, key=len, reverse=True))
    tens = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)"
    number = rf"(?:{_DIGITS}|\b(?ai:{tens}|{words}|an?(?=(?u:\s)(?:hundred|thousand|million|billion|dozen)))\b)"
    scale = rf"(?:(?:\s|-)?(?P<scale>(?ai:{_SCALE})(?:\s(?ai:million|billion|thousand|crore))?))?"
    to = r"(?:\s?[-–—]\s?|\s(?:to|and|or)\s)"
    second = scale.replace("<scale>", "<scale_2>")
    sign = rf"(?:{symbols}|\b(?:{codes})\b)"
    scaled = rf"(?=\s?(?:{_DIGITS})\s?(?ai:{_SCALE})\b)"
    worded = rf"\b(?:{'|'.join(sorted(_WORDS))}){scaled}"
    before = (
        rf"(?<![\w$€£¥])(?P<amount>(?P<symbol>{symbols}|\b(?:{codes})|{worded})\s?(?P<number>{_DIGITS}){scale}"
        rf"(?:{to}(?:{sign}\s?)?(?P<number_2>{_DIGITS}){second}(?![\w%]))?)(?P<between>)(?!\w)"
    )
    units = "|".join(re.escape(form).replace(r"\ ", r"(?:\s+|-)") for form in _longest_first(kind=None))
    closed = "|".join((*"of in to and or for by with at on per from the a an its their".split(), _MONTH_NAMES))
    gap = rf"(?P<between>(?:(?!(?:{closed})\b)[A-Za-z][\w-]*\s){{0,2}}?)"
    after = (
        rf"(?<![\w$€£¥.,])(?<![A-Z][-–])(?P<amount>(?!{_YEAR_AND})(?P<number>{number}){scale}(?:{to}(?P<number_2>{number}){second})?"
        rf"(?:(?P<joint>[\s-]?){gap})(?P<unit>(?:{units}|{codes})))(?!\w)"
    )
    return re.compile(before), re.compile(after)


def _hedges() -> str:
    """Alternatives of a pattern: the words that tell how exact an amount is, longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(MODIFIERS, key=len, reverse=True))


@cache
def _modifier_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\W)({_hedges()})\s?(?:an?\s|the\s)?$")


@cache
def _conversion_pattern() -> re.Pattern[str]:
    """What stands between an amount and itself in another unit: a bracket or an "or", and how exact it is."""
    same = r"(?:or|i\.e\.|(?:the )?equivalent (?:of|to)|equal to)\s"
    return re.compile(
        rf"\s?(?:[(\[]\s?(?:{same})?|,?\s{same}|;\s?)(?:(?:{_hedges()})\s?(?:an?\s|the\s)?)?", re.IGNORECASE
    )


def _longest_first(kind: str | None) -> list[str]:
    """Written forms of the symbols, or of all that stands after a number."""
    forms = [form for form, unit in _forms().items() if (unit.kind == "symbol") == (kind == "symbol")]
    forms = [form for form in forms if form not in _WORDS]
    return sorted(forms, key=len, reverse=True)


def _codes() -> list[str]:
    """The ISO 4217 codes in use that stand for money wherever they are read."""
    return sorted({currency.alpha_3 for currency in pycountry.currencies} - _WORDS - _NO_MONEY)


@cache
def _forms() -> dict[str, Unit]:
    """Written form to unit."""
    currencies = {code: Unit(code, "money", code) for code in (*_codes(), *_WORDS)}
    listed = {
        form: Unit(row["unit"], row["kind"], row["currency_code"] or None, float(row["factor"]))
        for row in read_table("units")
        for form in row["forms"].split("|")
    }
    return listed | {code: unit for code, unit in currencies.items() if code not in listed}
