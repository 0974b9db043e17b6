import pytest

from coopmetrics.articles.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministers of Fiji and Tonga have met in Suva, and said that talks will go on.", "en"),
        ("Los ministros de Relaciones Exteriores de Chile y del Perú se reunieron ayer en Arica para hablar.", "es"),
        ("Министры иностранных дел двух стран обсудили в Душанбе развитие торгового сотрудничества.", "ru"),
        ("Die Außenminister beider Länder haben in Berlin über den Ausbau der Zusammenarbeit gesprochen.", "de"),
        ("Dışişleri bakanları Ankara'da bir araya gelerek ikili ilişkileri ve bölgesel gelişmeleri ele aldı.", "tr"),
    ],
)
def test_languages(text, language):
    assert language_of(text) == language


def test_a_text_too_short_to_tell_takes_the_hint():
    assert language_of("Suva", "en-FJ") == "en"
    assert language_of("Suva", "fil") == "und"
    assert language_of("Suva") == language_of("") == "und"


def test_headings_in_capitals_do_not_decide():
    assert (
        language_of(
            "PRESS STATEMENT MINISTER RESOURCES ENERGY SUVA " * 4
            + "The minister of energy has said that the grid will grow. " * 12
        )
        == "en"
    )
