"""Headlines of one form."""

import pytest

from coopmetrics.resolve.form_letters import is_of_one_form


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
