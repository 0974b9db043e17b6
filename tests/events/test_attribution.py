from collections.abc import Callable
from datetime import date

import pytest

from coopmetrics.document import Document
from coopmetrics.entities import resolve_references

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


def test_who_has_the_word_in_the_name_of_his_country_is_no_other(parse: Parse) -> None:
    document = parse("King Harald V met United Kingdom Minister Jane Cole in Oslo. The king said Norway backs Ghana.")
    assert attributions(document)[-1] == ("reported", "Harald V")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ghana dismissed claims by Togo that soldiers had crossed the river.", "Togo"),
        ("Togo's allegation that soldiers had crossed the river was dismissed.", "Togo"),
        ("Lomé rejected Ghanaian claims that soldiers had crossed the river.", "Ghana"),
        ("They rejected allegations that soldiers had crossed the river.", None),
    ],
)
def test_what_is_claimed_is_said_by_whose_claim_it_is(parse: Parse, text: str, speaker: str | None) -> None:
    assert attributions(parse(text)) == [("reported", speaker)]


def test_a_claim_of_something_tells_nothing(parse: Parse) -> None:
    for text in ("Togo's claim to the island is old.", "Ghana dismissed Togo's claims for damages."):
        assert attributions(parse(text)) == [("none", None)]


def test_the_outlets_own_voice_is_nobodys(parse: Parse) -> None:
    document = parse("The ministers of Kenya and Japan signed a treaty in Nairobi.")
    assert attributions(document) == [("none", None)]


def test_according_to_names_the_speaker(parse: Parse) -> None:
    (kind, speaker), *_ = attributions(parse("Exports doubled last year, according to Peter Novak."))
    assert (kind, speaker) == ("reported", "Peter Novak")


def test_according_to_names_another_than_who_spoke_before(parse: Parse) -> None:
    document = parse(
        'Kenya said it would respond, and "the whole coast is open to trade now", according to the Norwegian foreign '
        "ministry."
    )
    (speaker,) = (quotation.speaker for quotation in document.quotations)
    assert speaker is not None
    assert speaker.country_code == "NOR"


def test_a_quotation_without_a_cue_goes_on_with_the_last_speaker(parse: Parse) -> None:
    document = parse(
        "“The railway will open soon,” Peter Novak said on Tuesday.\n\n“It will carry grain and steel to the coast.”"
    )
    assert [q.speaker.name for q in document.quotations if q.speaker] == ["Peter Novak", "Peter Novak"]


def test_whoever_is_named_later_has_not_spoken_yet(parse: Parse) -> None:
    document = parse(
        "Speaking last year, Peter Novak, now the director of the port, called it “the best railway of the coast.\n\n"
        "“We will build more.”\n\nThe coast needs roads too, according to Grace Mwangi."
    )
    assert [q.speaker.name for q in document.quotations if q.speaker] == ["Peter Novak", "Peter Novak"]


def test_whom_a_speaker_is_from_does_not_speak(parse: Parse) -> None:
    document = parse("Peter Novak praised the railway. Novak from Lund University said the port would open in May.")
    assert attributions(document)[-1] == ("reported", "Peter Novak")


def test_an_account_is_carried_on_by_a_person_and_not_by_a_body(parse: Parse) -> None:
    person = parse("Peter Novak said exports had doubled. The new port would open in May.")
    body = parse("The United States said it would send an envoy. The new port would open in May.")
    outlet = parse("Peter Novak said exports had doubled. The old port was built in 1950.")
    assert attributions(outlet)[-1] == ("none", None)
    assert attributions(person)[-1] == ("reported", "Peter Novak")
    assert attributions(body)[-1] == ("none", None)


def test_whoever_acts_before_a_colon_speaks(parse: Parse) -> None:
    document = parse("Peter Novak shrugged off the plan of Grace Mwangi: “We have built railways for a hundred years.”")
    assert [q.speaker.name for q in document.quotations if q.speaker] == ["Peter Novak"]


def test_a_transcript_is_direct_speech_of_its_labels(parse: Parse) -> None:
    document = parse(
        "Foreign Minister Peter Novak met Ambassador Grace Mwangi.\n\n"
        "MINISTER NOVAK: Good morning. We value our trade.\n\nAMBASSADOR MWANGI: Thank you, Minister."
    )
    assert attributions(document)[-1] == ("direct", "Grace Mwangi")
    assert ("direct", "Peter Novak") in attributions(document)


def test_labels_of_a_transcript_name_people_who_are_named_nowhere_else(parse: Parse) -> None:
    document = parse(
        "Press Availability\n\nSECRETARY HOLM: Good afternoon. We discussed our trade.\n\n"
        "QUESTION: What about the talks?\n\nSECRETARY HOLM: They go on."
    )
    told = zip(document.sentences, document.attributions, strict=True)
    speakers = {sentence.text.split(": ")[-1]: a.speaker.entity_key if a.speaker else None for sentence, a in told}
    assert speakers["We discussed our trade."] == speakers["They go on."] == "person:holm"
    assert speakers["What about the talks?"] is None
    assert {a.kind for a in document.attributions[1:]} == {"direct"}


def test_a_label_points_at_the_whole_name(parse: Parse) -> None:
    document = parse("MR ALI ALIYEV: Good morning.\n\nQUESTION: Will tea be sold?\n\nMR ALI ALIYEV: It will.")
    labels = [mention.text for mention in document.mentions if mention.entity_key == "person:ali aliyev"]
    assert labels == ["ALI ALIYEV", "ALI ALIYEV"]


def test_a_turn_lasts_until_the_next_label_and_says_who_only_asks(parse: Parse) -> None:
    document = parse(
        "Press Briefing\n\nMS. HOLM:  Good afternoon.\n\nNorway signed a treaty with Ghana.\n\n"
        "Q\xa0\xa0\xa0 Does Norway trust Ghana?\n\nMS. HOLM:  It does."
    )
    turns = [(turn.speaker.name if turn.speaker else None, turn.is_question) for turn in document.turns]
    assert turns == [("Holm", False), (None, True), ("Holm", False)]
    signed = document.turn_at(document.text.index("signed"))
    assert signed is document.turns[0]


def test_labels_in_small_letters_come_back(parse: Parse) -> None:
    document = parse(
        "Foreign Minister Peter Novak spoke in Lima.\n\nMr Novak: We signed it.\n\nJournalist: When?\n\n"
        "Mr Novak: Today.\n\nJournalist: Where?\n\nInquiries: Jane Cole"
    )
    turns = [(turn.speaker.name if turn.speaker else None, turn.is_question) for turn in document.turns]
    assert turns == [("Peter Novak", False), (None, True)] * 2
    assert not parse("Peter Novak spoke.\n\nPlace: Lima.\n\nTopic: trade.").turns


def test_an_office_as_a_label_is_whoever_holds_it_at_the_head(parse: Parse) -> None:
    known = parse(
        "Remarks by President Peter Novak of Peru\n\nTHE PRESIDENT: Good day.\n\nQ When?\n\nTHE PRESIDENT: Soon."
    )
    assert known.turns[0].speaker is not None
    assert known.turns[0].speaker.name == "Peter Novak"
    described = parse("SENIOR STATE OFFICIAL: Peru and Chile met.\n\nQUESTION: When?\n\nSENIOR STATE OFFICIAL: Today.")
    assert described.turns[0].speaker is not None
    assert described.turns[0].speaker.name == "Senior State Official"


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Remarks by President Biden on Steel", ("Joe Biden", "USA", "president")),
        ("Remarks by President Biden Before Air Force One Departure", ("Joe Biden", "USA", "president")),
        ("Remarks by President Biden Announcing New Steel Tariffs", ("Joe Biden", "USA", "president")),
        ("REMARKS BY PRESIDENT BIDEN ON STEEL", ("Joe Biden", "USA", "president")),
        ("Remarks by President Xi Jinping", ("Xi Jinping", "CHN", "president")),
        ("Remarks by President Zelenskyy of Ukraine.", ("Volodymyr Zelensky", "UKR", "president")),
        ("President Ana Vula’s Remarks", ("Ana Vula", None, "president")),
        ("Remarks by Vice President Harris", ("The President", None, None)),
        (None, ("The President", None, None)),
    ],
)
def test_an_office_that_the_text_gives_nobody_is_whose_it_is_in_the_title(
    title: str | None, speaker: tuple[str, ...], parse: Parse
) -> None:
    text = "Lima, Peru\n\nTHE PRESIDENT: Good day.\n\nQ When?\n\nTHE PRESIDENT: Soon."
    document = parse(text, date(2022, 5, 3), title)
    resolve_references(document)
    speakers = [turn.speaker for turn in document.turns if turn.speaker]
    assert [(s.name, s.country_code, s.role) for s in speakers] == [speaker, speaker]
    assert len({id(s) for s in speakers}) == 1


def test_a_label_may_be_a_paragraph_by_itself(parse: Parse) -> None:
    document = parse(
        "TRANSCRIPT OF THE PRIME MINISTER THE HON PETER NOVAK MP\n\nPETER NOVAK:\n\nWe met Peru.\n\nIt was good.\n\n"
        "JOURNALIST:\n\nWhen?\n\nPETER NOVAK - PRIME MINISTER:\n\nToday."
    )
    turns = [(turn.speaker.name if turn.speaker else None, turn.is_question) for turn in document.turns]
    assert turns == [("Peter Novak", False), (None, True), ("Peter Novak", False)]
    assert document.turn_at(document.text.index("good")) is document.turns[0]


@pytest.mark.parametrize("label", ["PRIME MINISTER:", "TREASURER:"])
def test_who_is_asked_answers(label: str, parse: Parse) -> None:
    document = parse(
        f"Talks in Lima\n\nJOURNALIST:\n\nWhen?\n\n{label}\n\nToday.\n\nJOURNALIST:\n\nWhy?\n\n{label}\n\nFish."
    )
    assert [turn.is_question for turn in document.turns] == [True, False, True, False]


@pytest.mark.parametrize("heading", ["Background:", "BACKGROUND:", "TRADE POLICY:", "NOTE:"])
def test_a_heading_by_itself_is_no_label(heading: str, parse: Parse) -> None:
    text = f"Peter Novak spoke in Lima.\n\n{heading}\n\nWe met Peru.\n\nFOREIGN AFFAIRS:\n\nI thank Peru. I do."
    assert not parse(text).turns
    assert not parse(text, title="Speech on trade").turns


NOVAK = "I thank Peru. We met its minister.\n\nI signed our treaty."


@pytest.mark.parametrize(
    ("title", "head", "byline", "speaker"),
    [
        ("Remarks by President Novak on Fish", "Remarks by President Peter Novak on Fish\n\nLima", None, "Peter Novak"),
        ("Remarks by President Novak on Fish", "Peter Novak came.\n\nTHE PRESIDENT: Good day.", None, "Peter Novak"),
        ("Fish: address to the Lima Club", "Address by the Minister, the Hon Peter Novak MP", None, "Peter Novak"),
        ("Remarks as Prepared", "Remarks as Prepared for Delivery by First Lady Grace Novak", None, "Grace Novak"),
        ("Peter Novak's opening speech in Lima", "Peter Novak's opening speech in Lima", None, "Peter Novak"),
        ("Speech", "Speech by the President of Chad at the Fish Forum", None, "President Of Chad"),
        (
            "Fish: address to the Lima Club",
            "Address by Chad's minister of fisheries",
            None,
            "Minister Of Fisheries",
        ),
        ("Fish: a lecture", "Fish: a lecture\n\nPETER NOVAK MP\n\nMr Hugo Salas", "Novak, Peter", "Peter Novak"),
    ],
)
def test_a_speech_is_direct_speech_of_whom_its_head_names(
    title: str, head: str, byline: str | None, speaker: str, parse: Parse
) -> None:
    document = parse(f"{head}\n\n{NOVAK}", title=title, byline=byline)
    told = zip(document.sentences, document.attributions, strict=True)
    said = {sentence.text: (told.kind, told.speaker and told.speaker.name.title()) for sentence, told in told}
    assert said["I thank Peru."] == said["I signed our treaty."] == ("direct", speaker)
    assert len(document.turns) == 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # what is written in somebody's name is its author's
        ("Statement by President Novak on Fish", f"Statement by President Peter Novak on Fish\n\n{NOVAK}"),
        # somebody else tells of a speech
        ("Peter Novak's speech", "Peter Novak's speech was long.\n\nHe said: “I thank Peru. We signed our treaty.”"),
        ("Peter Novak's speech", "Peter Novak's speech bored me.\n\nI think Novak lied to us. Novak is no friend."),
        ("Peter Novak's speech draws anger", f"Peter Novak's speech draws anger\n\n{NOVAK}"),
        ("Statement", f"Statement by Hugo Salas of Chile on the remarks by President Peter Novak\n\n{NOVAK}"),
        (
            "A speech on World War I",
            "A speech by Peter Novak on World War I\n\nWorld War I began. We lost World War I.",
        ),
        # nobody is named, or two
        ("Remarks on Fish", NOVAK),
        ("Remarks by two", f"Remarks by Peter Novak of Peru and Hugo Salas of Chile\n\n{NOVAK}"),
        ("Speeches", f"Speeches by the Presidents of Peru and Chile\n\n{NOVAK}"),
        ("Speeches", f"Speeches by the President of Peru and the Prime Minister of Chile\n\n{NOVAK}"),
        ("Speech by the Prime Minister", f"Speech by the Prime Minister\n\n{NOVAK}"),
        ("Remarks", f"Remarks by Peter Novak, Ana Vula & Hugo Salas\n\n{NOVAK}"),
        ("A lecture", f"Hugo Salas, Peter Novak\n\n{NOVAK}"),
        ("A plan to address hunger by Peter Novak", f"A plan to address hunger by Peter Novak\n\n{NOVAK}"),
    ],
)
def test_what_is_no_speech_of_one_person_has_no_turn(title: str, text: str, parse: Parse) -> None:
    assert not parse(text, title=title).turns


def test_a_transcript_on_a_governments_site_is_its_own_whoever_acts_first(parse: Parse) -> None:
    text = "MS RASK: Ghana has asked Togo for power. We thank both.\n\nQ Why?\n\nMS RASK: Our grid needs it."
    document = parse(text, issuer="NOR")
    resolve_references(document)
    assert document.authors == ["NOR"]
    assert {m.country_code for m in document.mentions if m.text in ("RASK", "We", "Our")} == {"NOR"}


def test_a_guest_on_a_governments_site_is_not_its_own(parse: Parse) -> None:
    text = (
        "MS RASK: We thank Ghana.\n\nMR MENSAH: We thank you.\n\nMS RASK: It sent us cocoa.\n\nQ Why?\n\nMS RASK: Ask."
    )
    document = parse(text, issuer="NOR")
    resolve_references(document)
    countries = {turn.speaker.name: turn.speaker.country_code for turn in document.turns if turn.speaker}
    assert countries == {"Rask": "NOR", "Mensah": None}


def test_an_official_who_is_not_named_speaks_for_those_whose_release_it_is(parse: Parse) -> None:
    document = parse(
        "The text was released by the Government of Norway.\n\nSENIOR OFFICIAL: We thank Ghana.\n\nQ Why?\n\n"
        "SENIOR OFFICIAL: It sent us cocoa."
    )
    resolve_references(document)
    speakers = [turn.speaker for turn in document.turns if turn.speaker is not None]
    assert document.authors == ["NOR"]
    assert [speaker.country_code for speaker in speakers] == ["NOR", "NOR"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The newspaper quoted Peter Novak as saying that the port would close.", "Peter Novak"),
        ("Grace Mwangi was quoted as saying that trade had doubled.", "Grace Mwangi"),
        ("The port will close, according to Peter Novak's critics.", "critics"),
        ("Ships left the port, according to local media reports.", "media"),
        ("Peter Novak said Grace Mwangi would agree, adding that trade had doubled.", "Peter Novak"),
        ("Exports doubled last year, trade data showed.", None),
        ("Surveys found that exports had doubled.", None),
        ("Grace Mwangi went on to say that trade had doubled.", "Grace Mwangi"),
    ],
)
def test_who_is_behind_the_words(text: str, speaker: str | None, parse: Parse) -> None:
    assert attributions(parse(text)) == [("reported", speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "Peter Novak and Grace Mwangi underlined the importance of their trade.",
        "The mirror showed that the driver was asleep.",
        "Yesterday we announced that the port would open.",
    ],
)
def test_what_is_nobodys_claim_is_not_reported(text: str, parse: Parse) -> None:
    assert attributions(parse(text)) == [("none", None)]


def test_headings_in_capitals_make_no_transcript(parse: Parse) -> None:
    document = parse("BACKGROUND: The port opened.\n\nNEXT STEPS: A road follows.")
    assert {kind for kind, _ in attributions(document)} == {"none"}


def test_words_for_things_never_speak(parse: Parse) -> None:
    document = parse(
        "Both sides noted that trade is growing. The recent increase suggested that exports recover. "
        "Deep concern was expressed."
    )
    assert [m.text for m in document.mentions if m.kind in {"person", "organization"}] == []


def test_those_who_speak_without_a_name_are_described(parse: Parse) -> None:
    document = parse("Kenyan officials said that the port had opened.\n\nThe company said that it was busy.")
    described = [m for m in document.mentions if m.kind == "organization"]
    assert [(m.text, m.country_code) for m in described] == [("Kenyan officials", "KEN"), ("company", None)]


def test_a_speaker_between_commas_closes_the_sentence(parse: Parse) -> None:
    document = parse("Relations are at a high level, Kenya's Ambassador to Japan, Grace Mwangi, told the newspaper.")
    assert attributions(document) == [("reported", "Grace Mwangi")]


def test_sentences_that_go_on_in_the_paragraph_are_reported_too(parse: Parse) -> None:
    document = parse(
        "Peter Novak noted that the countries would build a dam. This includes a power line.\n\nThe road is open."
    )
    assert attributions(document) == [("reported", "Peter Novak")] * 2 + [("none", None)]


def test_a_quotation_over_several_sentences_keeps_its_speaker(parse: Parse) -> None:
    document = parse(
        "The minister, Peter Novak, visited Nairobi.\n\n"
        '"Trade is growing. All questions are being resolved," Peter Novak said. He also mentioned that tea sells well.'
    )
    assert attributions(document)[1:] == [("direct", "Peter Novak")] * 2 + [("reported", "Peter Novak")]


@pytest.mark.parametrize(
    "text",
    [
        'Peter Novak praised the "green corridor" project.',
        'Kenya bought the "Northern Star" crude oil.',
        'The envoys met on the margins of the conference "Water for the Whole Region" in Rome.',
        "Peter Novak said that the 'smart border' system works.",
    ],
)
def test_names_and_terms_in_quotation_marks_are_not_said(text: str, parse: Parse) -> None:
    assert parse(text).quotations == []


@pytest.mark.parametrize(
    "text",
    [
        'Peter Novak said the visit was "a truly historic step" for Kenya.',
        '"A truly historic step", Peter Novak said.',
        'Peter Novak called the visit "historic".',
    ],
)
def test_fragments_under_a_verb_of_saying_are_said(text: str, parse: Parse) -> None:
    assert [q.speaker.name for q in parse(text).quotations if q.speaker] == ["Peter Novak"]


def test_an_empty_text_has_no_speech(parse: Parse) -> None:
    assert parse("").quotations == []


def test_every_offset_is_exact(parse: Parse) -> None:
    document = parse("\u200f" + INTERVIEW + "\x00")
    assert all(document.text[q.start : q.end] == q.text for q in document.quotations)
    assert all(document.text[m.start : m.end] == m.text for m in document.mentions)


def test_an_officeholder_without_a_name_is_of_whose_he_is(parse: Parse) -> None:
    document = parse("Mali's foreign minister said that the force had to leave.")
    assert [(m.text, m.country_code) for m in document.mentions if m.kind == "person"] == [("foreign minister", "MLI")]


def test_an_officeholder_speaks_in_what_he_writes(parse: Parse) -> None:
    text = (
        "By Amina Vula, Minister of Energy of Chad\n\nWhy we chose the sun\n\nMy country has more sun than rivers. For years "
        "we asked others to look beyond oil.\n\nLast month I signed a letter with my colleague in Rabat."
    )
    document = parse(text)
    (turn,) = document.turns
    assert turn.speaker is not None
    assert (turn.speaker.name, turn.speaker.country_code) == ("Amina Vula", "TCD")
    assert document.text[turn.start :].startswith("Why we")
    assert not parse(text.replace(", Minister of Energy of Chad", "")).turns
