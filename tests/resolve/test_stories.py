"""Which articles are one story."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from coopmetrics.articles.signature import signature
from coopmetrics.resolve.stories import resolve_stories

PORT = """The port authority of Mombasa and the Kigali logistics board signed a five-year agreement on Tuesday to give
Rwandan importers a yard of their own at the container terminal. Under the deal, up to 1,200 containers a month will
be cleared in advance and sent inland by rail to Naivasha, where a dry port opened last year. The chairman of the board,
Eric Nsabimana, said the time from ship to Kigali should fall from nine days to five. Officials of both sides will meet
again in November to agree on tariffs, and a joint office of the two customs services is to open by March."""
DAM = """Engineers from Tajikistan and Kyrgyzstan agreed on a schedule for releases from the upper reservoirs during
the coming irrigation season, the two water ministries said after talks in Osh. The schedule foresees 600 million cubic
metres between June and August. A working group will publish the daily figures, and both sides undertook to
inform farmers downstream a week before any change. Similar talks with Uzbekistan are planned for the spring."""


def article(article_id, text, day="2024-05-01", url=None, **stated):
    return {
        "article_id": article_id,
        "content_sha256": str(hash(text)),
        "source": "Savanna Wire",
        "source_url": url,
        "guid": None,
        "title": None,
        "published_on": pd.Timestamp(day) if day else None,
        "published_at": None,
        "ingested_at": pd.Timestamp("2024-06-01", tz="UTC"),
        "word_count": len(text.split()),
        "minhash": signature(text),
        "own_file": None,
    } | stated


def resolved(*articles, known=None):
    return resolve_stories(pd.DataFrame(articles), known or {}).set_index("article_id")


def number_of_stories(*articles):
    return resolved(*articles)["story_id"].nunique()


def changed(text, every):
    return " ".join("other" if i % every == every - 1 else word for i, word in enumerate(text.split()))


@pytest.mark.parametrize(
    "copy",
    [
        PORT,
        "NAIROBI, May 2 (Savanna Wire) - " + PORT,
        PORT + " Follow us for more news from the region. All rights reserved. Savanna Wire, Nairobi.",
        " ".join(PORT.split()[:50]),
        changed(PORT, every=20),
    ],
    ids=["same", "dateline", "boilerplate", "cut to half", "one word in twenty changed"],
)
def test_a_copy_shares_the_story(copy):
    assert number_of_stories(article("a", PORT), article("b", copy, day="2024-05-02"), article("c", DAM)) == 2


def test_another_article_is_another_story():
    assert number_of_stories(article("a", PORT), article("b", DAM)) == 2


def test_a_form_letter_sent_again_months_later_is_another_story():
    assert number_of_stories(article("a", PORT), article("b", changed(PORT, 25), day="2024-09-01")) == 2


def test_a_page_revised_shares_the_story_even_if_little_of_it_is_left():
    page, words = "https://wire.example/port", PORT.split()
    revised = " ".join(words[:30]) + DAM
    assert number_of_stories(article("a", PORT, url=page), article("b", revised, day="2024-09-01", url=page)) == 1
    assert number_of_stories(article("a", PORT, url=page), article("b", DAM, url=page)) == 2


def test_the_earliest_complete_version_represents_the_story():
    cut = article("cut", " ".join(PORT.split()[:50]), day="2024-05-01")
    first, copy = article("first", PORT, day="2024-05-02"), article("copy", "DODOMA - " + PORT, day="2024-05-03")
    stories = resolved(copy, cut, first)
    assert list(stories.index[stories["is_representative"]]) == ["first"]
    assert stories.loc["first", "similarity"] == 1
    assert 0.9 < stories.loc["copy", "similarity"] < 1


def test_the_order_of_articles_does_not_matter():
    articles = [article("a", PORT), article("b", "KIGALI - " + PORT), article("c", DAM), article("d", DAM, day=None)]
    results = [resolved(*order) for order in permutations(articles)]
    assert all(result.equals(results[0]) for result in results)


def test_a_story_keeps_its_id_when_copies_join_it_even_earlier_ones():
    before = resolved(article("a", PORT), article("b", DAM))
    earlier = article("c", "KIGALI - " + PORT, day="2024-04-30")
    after = resolved(article("a", PORT), article("b", DAM), earlier, known=before["story_id"].to_dict())
    assert after.loc[["a", "b"], "story_id"].equals(before["story_id"])
    assert after.loc["c", "story_id"] == before.loc["a", "story_id"]


def test_one_batch_or_many_give_the_same_stories():
    articles = [article(f"{i}", ("DODOMA - " * (i % 3)) + changed([PORT, DAM][i % 2], 30 + i)) for i in range(12)]
    known = {}
    for end in range(1, len(articles) + 1):
        known = resolved(*articles[:end], known=known)["story_id"].to_dict()
    at_once = resolved(*articles)["story_id"]
    assert {frozenset(ids) for ids in at_once.groupby(at_once).groups.values()} == {
        frozenset(a for a in known if known[a] == story) for story in known.values()
    }


def test_many_copies_of_one_text_are_one_story():
    copies = [article(f"{i:03}", f"Edition {i}. {PORT}") for i in range(200)]
    assert number_of_stories(*copies) == 1


def test_a_few_words_that_are_the_same_everywhere_make_no_story():
    assert number_of_stories(article("a", "Subscribe to read on."), article("b", "Subscribe to read on.")) == 2


def test_texts_without_words_or_date_do_no_harm():
    assert number_of_stories(article("a", "", day=None), article("b", PORT, day=None), article("c", DAM)) == 3
    assert resolve_stories(pd.DataFrame(columns=list(article("a", ""))), {}).empty


def test_a_signature_of_any_length_will_do():
    short = article("a", PORT) | {"minhash": np.arange(32, dtype=np.uint32).tobytes()}
    assert number_of_stories(short, short | {"article_id": "b", "content_sha256": "other"}) == 1


PAGE = "https://wire.example/port"


def version(article_id, text, read="2024-05-02", **stated):
    return article(article_id, text, **{"url": PAGE, "ingested_at": pd.Timestamp(read, tz="UTC")} | stated)


def current(*articles):
    stories = resolved(*articles)
    return set(stories.index[stories["is_current"]])


def test_the_newest_version_of_a_page_is_current_and_copies_stay_so():
    first, second = version("first", PORT), version("second", changed(PORT, 20), read="2024-05-03")
    copy = article("copy", "DODOMA - " + PORT, source="Lake Herald")
    assert current(first, second, copy) == {"second", "copy"}
    assert number_of_stories(first, second, copy) == 1


def test_a_page_that_was_closed_for_a_while_is_one_item():
    before, closed = version("a", PORT), version("b", "Subscribe to read on.", read="2024-05-03")
    assert current(before, closed, version("c", PORT + " Talks go on.", read="2024-05-04")) == {"b", "c"}


def test_versions_are_known_by_their_guid_too_if_it_is_of_the_same_source():
    first = version("first", PORT, url="https://wire.example/port-1", guid="17")
    second = version("second", changed(PORT, 20), url="https://wire.example/port-2", guid="17", read="2024-05-03")
    assert current(first, second) == {"second"}
    assert current(first, second | {"source": "Lake Herald"}) == {"first", "second"}


def test_one_address_for_everything_makes_no_versions():
    assert current(version("port", PORT), version("dam", DAM)) == {"port", "dam"}


def test_a_file_changed_in_place_is_a_newer_version_whatever_its_day():
    first = version("first", PORT, url=None, day="2024-05-03", own_file="port.txt")
    mended = first | version("mended", PORT.replace("1,200", "1,300"), url=None, read="2024-05-04", day="2024-05-01")
    assert current(first, mended | {"own_file": "port.txt"}) == {"mended"}
    assert current(first, mended | {"own_file": "copy.txt"}) == {"first", "mended"}


def test_a_file_written_over_with_another_article_keeps_both():
    latest = (version(text, text, url=None, own_file="latest.txt") for text in (PORT, DAM))
    assert current(*latest) == {PORT, DAM}


def test_what_is_stated_goes_before_the_order_of_reading():
    late = version("late", PORT, published_at=pd.Timestamp("2024-05-01T15:00", tz="UTC"))
    early = version(
        "early", changed(PORT, 20), read="2024-05-09", published_at=pd.Timestamp("2024-05-01T09:00", tz="UTC")
    )
    assert current(late, early) == {"late"}


def test_a_version_of_the_same_day_without_a_time_is_as_new_as_it_was_read():
    afternoon = version("afternoon", PORT, published_at=pd.Timestamp("2024-05-01T15:00", tz="UTC"))
    vague = version("vague", changed(PORT, 20), read="2024-05-03")
    assert current(afternoon, vague) == {"vague"}
    assert current(afternoon | {"ingested_at": pd.Timestamp("2024-05-04", tz="UTC")}, vague) == {"afternoon"}
    assert current(afternoon, vague, version("day after", PORT, day="2024-05-02", read="2024-05-01")) == {"day after"}


def test_a_time_tells_the_day_where_none_is_stated_and_a_teaser_without_one_blurs_nothing():
    page = {"title": "Port deal signed"}
    late = version("late", PORT, published_at=pd.Timestamp("2024-05-01T15:00", tz="UTC"), **page)
    morning = {"day": None, "published_at": pd.Timestamp("2024-05-01T09:00", tz="UTC")}
    early = version("early", changed(PORT, 20), read="2024-05-09", **morning, **page)
    assert current(late, early, version("teaser", "Importers get a yard at the port.", **page)) == {"late"}


def test_a_teaser_never_takes_the_place_of_the_page():
    page = version("page", PORT, title="Port deal signed")
    teaser = version("teaser", "Importers get a yard at the port.", title="Port Deal Signed", read="2024-05-03")
    assert current(page, teaser) == {"page"}


def test_the_representative_is_counted_itself():
    first, second = version("first", PORT), version("second", changed(PORT, 20), read="2024-05-03")
    stories = resolved(first, second, article("copy", PORT, day="2024-05-04", source="Lake Herald"))
    assert list(stories.index[stories["is_representative"]]) == ["second"]


def schedule(day):
    return f"""The Secretary is on travel to Vienna on July {day}. Deputy Secretary Mutua attends meetings and briefings, from the
    Ministry of Foreign Affairs. Under Secretary Wanjiru attends meetings and briefings, from the Ministry of Foreign
    Affairs. Assistant Secretary Kamau attends meetings and briefings, from the Ministry. The camera spray will be streamed."""


def test_form_letters_of_one_office_are_stories_of_their_own():
    letters = [article(f"{day}", schedule(day), title=f"Public Schedule – July {day}") for day in (1, 2)]
    assert number_of_stories(*letters) == 2
    reprint = article("reprint", "NAIROBI - " + schedule(1), title="What ministers do today", source="Lake Herald")
    assert number_of_stories(letters[0], reprint) == 1


def test_form_letters_without_headlines_are_told_by_how_they_begin():
    letters = [article(f"{day}", schedule(day), opening=schedule(day)[:300]) for day in (1, 2)]
    assert number_of_stories(*letters) == 2
    assert number_of_stories(letters[0], letters[1] | {"source": "Lake Herald"}) == 1
    corrected = changed(schedule(1), every=30)
    assert number_of_stories(letters[0], article("corrected", corrected, opening=corrected[:300])) == 1


def test_an_office_that_writes_the_same_form_a_week_later_tells_something_new():
    first, second = article("a", schedule(1)), article("b", changed(schedule(1), 30), day="2024-05-09")
    assert number_of_stories(first, second) == 2
    assert number_of_stories(first, second | {"source": "Lake Herald"}) == 1


HEADLINE = "Mombasa and Kigali sign port deal"


def headline(article_id, title=HEADLINE, **stated):
    return article(article_id, title, title=title, **stated)


def test_a_headline_alone_shares_the_story_of_what_has_the_same_headline_in_those_days():
    alone = [headline("a"), headline("b", "MOMBASA AND KIGALI SIGN PORT DEAL", source="Lake Herald")]
    assert number_of_stories(*alone) == 1
    assert number_of_stories(*alone, article("whole", PORT, title=HEADLINE, source="Coast Daily")) == 1
    assert number_of_stories(headline("a"), headline("b", day="2024-05-20")) == 2
    assert number_of_stories(headline("a"), headline("b", "Mombasa and Kigali sign a port deal")) == 2


def test_the_name_of_a_column_that_comes_every_day_ties_no_days():
    days = [headline(str(day), "What you need to know today", day=f"2024-05-{day:02}") for day in range(1, 6)]
    assert number_of_stories(*days) == 5


def test_a_headline_that_says_little_shares_no_story():
    assert number_of_stories(headline("a", "Morning press briefing"), headline("b", "Morning press briefing")) == 2


def test_whole_texts_under_the_same_headline_are_told_by_their_words():
    port, dam = article("a", PORT, title=HEADLINE), article("c", DAM, title=HEADLINE)
    for texts in permutations((port, dam, headline("b"))):
        assert number_of_stories(*(each | {"article_id": name} for each, name in zip(texts, "abc", strict=True))) == 2
