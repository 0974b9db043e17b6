from collections.abc import Callable

from coopmetrics.document import Document

Parse = Callable[..., Document]

INTERVIEW = (
    "Relations with Japan are at a high level, Kenya's Ambassador to Japan, Grace Mwangi, told reporters.\n\n"
    '"We are ready to expand our exports of tea," the ambassador said.\n\n'
    "She noted that talks on fisheries had begun."
)


def attributions(document: Document) -> list[tuple[str, str | None]]:
    return [(a.kind, a.speaker.name if a.speaker else None) for a in document.attributions]


def test_the_ambassador_and_she_are_the_person_named(parse: Parse) -> None:
    document = parse(INTERVIEW)
    assert [quotation.text for quotation in document.quotations] == ["We are ready to expand our exports of tea,"]
    assert attributions(document)[-2:] == [("direct", "Grace Mwangi"), ("reported", "Grace Mwangi")]


def test_the_outlets_own_voice_is_nobodys(parse: Parse) -> None:
    document = parse("The ministers of Kenya and Japan signed a treaty in Nairobi.")
    assert attributions(document) == [("none", None)]


def test_according_to_names_the_speaker(parse: Parse) -> None:
    (kind, speaker), *_ = attributions(parse("Exports doubled last year, according to Peter Novak."))
    assert (kind, speaker) == ("reported", "Peter Novak")


def test_a_quotation_without_a_cue_goes_on_with_the_last_speaker(parse: Parse) -> None:
    document = parse(
        "“The railway will open soon,” Peter Novak said on Tuesday.\n\n“It will carry grain and steel to the coast.”"
    )
    assert [q.speaker.name for q in document.quotations if q.speaker] == ["Peter Novak", "Peter Novak"]


def test_a_transcript_is_direct_speech_of_its_labels(parse: Parse) -> None:
    document = parse(
        "Foreign Minister Peter Novak met Ambassador Grace Mwangi.\n\n"
        "MINISTER NOVAK: Good morning. We value our trade.\n\nAMBASSADOR MWANGI: Thank you, Minister."
    )
    assert attributions(document)[-1] == ("direct", "Grace Mwangi")
    assert ("direct", "Peter Novak") in attributions(document)


def test_an_empty_text_has_no_speech(parse: Parse) -> None:
    assert parse("").quotations == []


def test_every_offset_is_exact(parse: Parse) -> None:
    document = parse("\u200f" + INTERVIEW + "\x00")
    assert all(document.text[q.start : q.end] == q.text for q in document.quotations)
    assert all(document.text[m.start : m.end] == m.text for m in document.mentions)
