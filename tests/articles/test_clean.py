import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.articles.clean import clean, paragraphs, printable

TEXT = "SUVA, Fiji, May 6. Fiji and Tonga will survey a cable route, the two ministries said."
MORE = "Work starts in June."


def test_what_stands_around_the_article_is_cut():
    found = clean(
        f"date 2024-05-06 {TEXT}\n\n{MORE}\n\n* * *\n\nFollow us on Twitter @PacificWire\n\n"
        "© 2024 Pacific Wire. All rights reserved."
    )
    assert (found.text, found.date_line, found.byline) == (f"{TEXT}\n\n{MORE}", "2024-05-06", None)


@pytest.mark.parametrize(
    "trailer",
    [
        "(Reporting by Ana Vula in Suva and Sione Latu; Editing by Mere Tora)",
        "Additional reporting by Ana Vula",
        "(With inputs from agencies)",
        "(PACNEWS/AFP)\n\nAFP",
        "Our Standards: The Pacific Wire Principles.",
        "This story was first published by the Suva Gazette and is republished with permission.",
        "Go to pacificwire.example.com for more news from the region.",
        "Readers in Fiji can sign up here. Those outside Fiji can sign up here.",
        "You may also be interested in: the cable of 2019",
        "Most read\n\nGet the latest from Suva every morning",
        "This site uses cookies to give you the best service.",
        "Media Liaison: (679) 330 9645",
        "Facebook | X | WhatsApp | Copy link",
        "Image source, Getty Images\n\nBack to top",
    ],
)
def test_trailers_that_the_articles_of_an_outlet_share_are_cut(trailer):
    assert clean(f"{TEXT}\n\n{MORE}\n\n{trailer}").text == f"{TEXT}\n\n{MORE}"


def test_what_stands_between_the_navigation_is_the_article():
    page = f"Skip to main content\n\nMenu\n\nSearch\n\nFacebook, Twitter and Email\n\nFull text:\n\n{TEXT}\n\n{MORE}\n\nHome"
    assert clean(page).text == f"{TEXT}\n\n{MORE}"


def test_the_lines_before_the_article_give_byline_and_date():
    found = clean(
        f"Cable survey to start\n\nBy Ana Vula\n\nMonday, May 6, 2024\n\n{TEXT}", title="Cable Survey to Start"
    )
    assert (found.text, found.byline, found.date_line) == (TEXT, "Ana Vula", "Monday, May 6, 2024")


def test_a_closing_date_is_the_articles_date():
    assert clean(f"{TEXT}\n\nMay 6, 2024").date_line == "May 6, 2024"


@pytest.mark.parametrize(
    "placeholder", ["", "-", "Page Not Found. Unfortunately, it is gone.", "No article tag found", "###"]
)
def test_a_placeholder_is_no_article(placeholder):
    assert clean(placeholder).text == ""


def test_sentences_that_only_sound_like_boilerplate_stay():
    sentences = (
        "By signing the accord, Fiji opened its market.",
        "Follow-up talks are due in June.",
        "Shares of the bank ended higher.",
        "Reporting by Tonga's ministry showed that trade grew.",
        "This report was welcomed by the two ministers.",
        "Visit of the President to Tonga is planned for May.",
        "Both sides will sign up to the accord in June.",
        "The most read paper of Tonga praised the accord.",
        "The attaché said AP Moller will run the port.",
    )
    assert clean("\n\n".join(sentences)).text == "\n\n".join(sentences)


def test_lines_wrapped_by_hand_become_paragraphs():
    wrapped = (
        "Ministers of Fiji and Tonga met in Suva on Monday to talk about a\n"
        "cable between the two island countries, their first meeting since\n"
        "2019.\n"
        "Both sides hope for work to start in June, an official of Tonga's\n"
        "government said.\n"
    )
    first, second = paragraphs(wrapped.strip(), wrapped=True)
    assert first.startswith("Ministers")
    assert first.endswith("first meeting since 2019.")
    assert second.startswith("Both sides")


def test_lines_that_are_paragraphs_stay_so():
    lines = f"{TEXT * 2}\n{MORE}\n{TEXT * 3}"
    assert paragraphs(lines, wrapped=True) == lines.split("\n")


def test_a_sentence_torn_by_a_page_break_is_whole_again():
    assert paragraphs("The two ministers gave\n\ntheir views in Suva.", wrapped=True) == [
        "The two ministers gave their views in Suva."
    ]


def test_characters_nobody_sees_are_gone_and_accents_composed():
    raw = "Fiji\u00a0\u200band \u202eTonga&#8217;s\x00 Cafe\u0301\r\n\ud800\u2028Suva"
    assert printable(raw) == "Fiji and Tonga’s Café\n\nSuva"


@given(st.text(max_size=300))
def test_any_text_becomes_clean_paragraphs(text):
    cleaned = clean(text, wrapped=True).text
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    for paragraph in cleaned.split("\n\n") if cleaned else []:
        assert paragraph == paragraph.strip() != ""
        assert "\n" not in paragraph


@pytest.mark.parametrize("text", ["a\n", "a b,\n", "a\u0301\u0316", "&", "A-", "By ", "\u0301"])
def test_time_grows_with_the_text_only(text):
    started = time.process_time()
    clean(text * 200_000, wrapped=True)
    assert time.process_time() - started < 8  # what grows with the square takes minutes


FIRST = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
SECOND = "Work starts in June, the ministers said, and will take two years."


@pytest.mark.parametrize(
    "trailer",
    [
        "hh/ph/ts/hd",
        "dpa wsz jln npr",
        "(Reporting by Ana Vula; Editing by Sione Moala)",
        "Additional reporting by Mere Tui in Apia",
        "Ana Vula in Suva contributed to this report.",
        "Mere Tui can be reached at https://news.example/tui .",
        "This report by Pacific Wire was first published May 6, 2024.",
        "Get the latest news in your inbox",
        "# pw NOTEBOOK\n\n## Contacts\n\nTel. 123; desk in Suva, for questions of subscribers only",
        "* * * * The following information is not for publication\n\nThe desk in Suva is open until eight.",
        "Related articles\n\nTonga opens a school\n\nSamoa votes",
        "More from Pacific Wire\n\nTonga opens a school",
        "Follow us on Facebook",
    ],
)
def test_trailers_of_agencies_and_sites_are_cut(trailer):
    article = f"{FIRST}\n\n{SECOND}"
    assert clean(f"{article}\n\n{trailer}").text == article


@pytest.mark.parametrize("paragraph", ["Related articles", "Follow us", "More news"])
def test_an_article_is_not_cut_off_in_its_first_half(paragraph):
    text = "\n\n".join([FIRST, paragraph, SECOND, FIRST, SECOND])
    assert SECOND in clean(text).text
