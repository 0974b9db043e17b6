"""Who is put together with whom across articles, and who stays apart."""

from itertools import permutations

import pytest

from coopmetrics.resolve.actors import Entity, resolve_actors


def person(name, country="KEN", level=None, mentions=1):
    return Entity("person", f"person:{name.lower()}", country, name, level, mentions)


def organization(name, country=None):
    return Entity("organization", f"organization:{name.lower()}", country, name, None, 1)


def number_of_actors(*entities):
    return len(set(resolve_actors(entities, {}).values()))


def test_a_country_is_one_actor_by_its_key():
    kenya = Entity("country", "country:KEN", "KEN", "Kenya", None, 9)
    uganda = Entity("country", "country:UGA", "UGA", "Uganda", None, 9)
    assert number_of_actors(kenya, uganda) == 2
    assert resolve_actors([kenya], {}) == {kenya: resolve_actors([kenya, uganda], {})[kenya]}


def test_a_name_spelt_otherwise_is_the_same_person():
    assert (
        number_of_actors(person("Yusuf Abdirahman"), person("Youssouf Abdirahman"), person("Yusuf H. Abdirahman")) == 1
    )


def test_a_nickname_is_the_same_person():
    assert number_of_actors(person("Joseph R. Okello"), person("Joe Okello")) == 1


def test_different_people_of_one_surname_stay_apart():
    assert number_of_actors(person("Amina Wanjiru"), person("Grace Wanjiru"), person("Peter Wanjiru")) == 3


def test_the_same_name_in_two_countries_is_two_people():
    assert number_of_actors(person("Maria Santos", "BRA"), person("Maria Santos", "PHL")) == 2


def test_unless_they_hold_the_same_office():
    assert number_of_actors(person("Maria Santos", "BRA", "minister"), person("Maria Santos", "PHL", "minister")) == 1


def test_a_person_without_a_country_joins_the_bearer_of_the_name():
    assert number_of_actors(person("Maria Santos", "BRA"), person("Maria Santos", None)) == 1


def test_a_lone_surname_joins_its_only_bearer_in_the_country():
    assert number_of_actors(person("Grace Wanjiru"), person("Wanjiru")) == 1
    assert number_of_actors(person("Grace Wanjiru"), person("Wanjiru", "UGA")) == 2


def test_a_lone_surname_of_two_bearers_stays_alone_unless_one_is_far_better_known():
    assert number_of_actors(person("Grace Wanjiru"), person("Amina Wanjiru"), person("Wanjiru")) == 3
    resolved = resolve_actors(
        [well := person("Grace Wanjiru", mentions=50), person("Amina Wanjiru"), lone := person("Wanjiru")], {}
    )
    assert resolved[lone] == resolved[well]


def test_a_given_name_alone_is_its_bearer_only_in_the_same_office():
    assert number_of_actors(person("Grace Wanjiru"), person("Grace")) == 2
    assert number_of_actors(person("Grace Wanjiru", level="minister"), person("Grace", level="minister")) == 1


def test_an_initial_must_fit_the_given_name():
    assert number_of_actors(person("Grace Wanjiru"), person("G. Wanjiru")) == 1
    assert number_of_actors(person("Grace Wanjiru"), person("P. Wanjiru")) == 2


def test_who_was_known_by_surname_gets_the_full_name_later():
    lone, full = person("Wanjiru", level="minister"), person("Grace Wanjiru", level="minister")
    before = resolve_actors([lone], {})
    after = resolve_actors([lone, full], {(lone.key, lone.country_code): before[lone]})
    assert after == {lone: before[lone], full: before[lone]}


def test_ministries_of_two_countries_stay_apart():
    names = [organization("Ministry of Energy", "KEN"), organization("Ministry of Energy", "UGA")]
    assert number_of_actors(*names, organization("The Ministry of Energy", "UGA")) == 2


def test_the_order_of_entities_does_not_matter():
    entities = [person("Grace Wanjiru"), person("Wanjiru"), person("Grase Wanjiru"), organization("Delta Ports Ltd")]
    results = [resolve_actors(order, {}) for order in permutations(entities)]
    assert all(result == results[0] for result in results)


def test_an_id_once_given_stays():
    first, variant = person("Yusuf Abdirahman", mentions=1), person("Youssouf Abdirahman", mentions=50)
    before = resolve_actors([first], {})
    after = resolve_actors([first, variant], {(first.key, first.country_code): before[first]})
    assert set(after.values()) == set(before.values())


@pytest.mark.parametrize("name", ["", "...", "\u200f", "A", "al"])
def test_a_name_without_words_is_an_actor_of_its_own(name):
    assert number_of_actors(person(name), person("Grace Wanjiru")) == 2
