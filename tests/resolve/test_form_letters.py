"""Headlines of one form."""

import pytest

from coopmetrics.resolve.form_letters import fills_one_form, is_of_one_form


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Public Schedule – July 1, 2024", "Public Schedule – July 2, 2024"),
        ("President Approves Coast Emergency Declaration", "President Approves Rift Valley Emergency Declaration"),
        ("A quick guide to Grace Mutua", "A quick guide to Peter Kamau"),
    ],
)
def test_that_name_different_things(title, other):
    assert is_of_one_form(title, other)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Port deal signed", ""),
        ("Kenya and Rwanda sign port deal", "KENYA AND RWANDA SIGN PORT DEAL"),
        ("Statement by the Prime Ministers of Kenya and Rwanda", "Statement by the Prime Minister of Rwanda"),
        ("UPDATE 1-Kenya, Rwanda sign port deal", "UPDATE 2-Kenya, Rwanda sign port deal, shares up"),
        ("Kenya gives Rwanda a yard at its port", "Importers from Kigali welcome deal"),
    ],
    ids=["no headline", "case", "one says less", "a wire's versions", "another form"],
)
def test_that_do_not(title, other):
    assert not is_of_one_form(title, other)


@pytest.mark.parametrize(
    ("opening", "other"),
    [
        ("The President today named Grace Mutua to the board.", "The President today named Peter Kamau to the board."),
        ("Bids for tender No. 45 close on Friday at noon.", "Bids for tender No. 46 close on Friday at noon."),
        ("The minister spoke with Mr. Juma of Kenya today.", "The minister spoke with Ms. Uwera of Rwanda today."),
    ],
)
def test_texts_that_fill_one_form_with_other_names(opening, other):
    assert fills_one_form(opening, other)


@pytest.mark.parametrize(
    ("opening", "other"),
    [
        ("", ""),
        ("Kenya and Rwanda agreed to build a yard.", "Kenya and Rwanda agreed to build a yard."),
        (
            "NAIROBI, 3 October (Savanna Wire) - The two agreed to meet.",
            "NAIROBI, Oct. 3 (Lake Press) - The two agreed to meet.",
        ),
        ("They agreed to meet. However, Kenya waits.", "They agreed to meet. Meanwhile, Kenya waits."),
        ("The two ministers of Kenya agreed to meet.", "The two officials of Kenya agreed to meet."),
        ("The two ministers agreed to meet in Osh today.", "The two ministers agreed to meet today."),
    ],
    ids=["nothing", "the same", "datelines", "how a sentence begins", "no names", "one says less"],
)
def test_texts_that_do_not(opening, other):
    assert not fills_one_form(opening, other)
