"""Actors: the entities that articles name, put together across articles.

An entity is what the mentions of one `entity_key` and country have in common, over all articles. A country or IGO is
one actor by its key. Persons and organisations join the actor that bears a variant of their name and acts for the same
country, or become an actor of their own:

    person:ilhom abdurahmon  TJK  ┐
    person:ilham abdurahmon  TJK  ┴→ actor "Ilhom Abdurahmon", TJK
    person:rustam abdurahmon TJK   → another actor

What was decided before stays decided, so an actor's id never changes, and only entities that are new are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from coopmetrics.lake import key_of
from coopmetrics.resolve.names import (
    MAX_WORDS,
    SAME_PERSON,
    full_form,
    organization_words,
    person_words,
    same_organization,
    same_person,
    sound,
)

#: Far above where two names *can* be one person's: a wrong merge costs more than a missed one.
MERGE_PERSONS: Final = 0.94
MERGE_ORGANIZATIONS: Final = 0.9
#: a lone surname goes to the bearer named so many times as often as any other of the country
DOMINANCE: Final = 5
#: letters of a word's sound that two spellings share
PREFIX: Final = 3
#: levels of office that tell nobody apart
VAGUE_LEVELS: Final = frozenset({None, "other"})


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity key with one country, over all articles."""

    kind: str
    key: str
    country_code: str | None
    name: str
    level: str | None
    mentions: int


@dataclass(slots=True)
class Actor:
    """One actor in the making, with the entities found to be it; the first one speaks for it."""

    actor_id: str
    entities: list[Entity] = field(default_factory=list)

    @property
    def country_code(self) -> str | None:
        """Whom it acts for, as first known."""
        return next((entity.country_code for entity in self.entities if entity.country_code), None)

    @property
    def mentions(self) -> int:
        """How often it was named."""
        return sum(entity.mentions for entity in self.entities)

    @property
    def levels(self) -> set[str]:
        """The levels of office it was given."""
        return {entity.level for entity in self.entities if entity.level}

    @property
    def full_names(self) -> list[Entity]:
        """The entities named by more than one full word."""
        return [entity for entity in self.entities if len(_full_words(entity)) > 1]


def resolve_actors(entities: Iterable[Entity], known: Mapping[tuple[str, str | None], str]) -> dict[Entity, str]:
    """Give each entity its actor's id.

    `known` gives the ids of entities resolved before, by key and country. The rest is decided in an order of its own
    (fullest names first, then the most mentioned), so the order of `entities` does not matter.
    """
    register = Register()
    unknown = []
    for entity in sorted(entities, key=_order):
        if actor_id := known.get((entity.key, entity.country_code)):
            register.add(actor_id, entity)
        else:
            unknown.append(entity)
    for entity in unknown:
        match = register.find(entity)
        register.add(match.actor_id if match else _new_id(entity), entity)
    return {entity: actor.actor_id for actor in register for entity in actor.entities}


class Register:
    """The actors found so far, looked up by how words of their names sound, in pairs and alone."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}
        self._by_sound: dict[tuple[str, ...], set[str]] = defaultdict(set)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def add(self, actor_id: str, entity: Entity) -> None:
        """Let an entity be the actor of this id, a new one if there is none."""
        self._actors.setdefault(actor_id, Actor(actor_id)).entities.append(entity)
        for sounds in _pairs_of_words(entity) + _single_words(entity):
            self._by_sound[sounds].add(actor_id)

    def find(self, entity: Entity) -> Actor | None:
        """Find the actor that the entity is, if it is one of those seen."""
        match entity.kind:
            case "person" if len(_full_words(entity)) == 1:
                return self._bearer(entity)
            case "person":
                return self._namesake(entity, MERGE_PERSONS) or self._known_by_surname(entity)
            case "organization":
                return self._namesake(entity, MERGE_ORGANIZATIONS)
        return None

    def _namesake(self, entity: Entity, threshold: float) -> Actor | None:
        """Find the actor whose every full name is most like the entity's."""
        near = self._near(entity, _pairs_of_words(entity) or _single_words(entity))
        scored = [(min(_alike(entity, other) for other in actor.full_names or actor.entities), actor) for actor in near]
        good = [(score, actor.mentions, actor.actor_id) for score, actor in scored if score >= threshold]
        return self._actors[max(good)[2]] if good else None

    def _bearer(self, entity: Entity) -> Actor | None:
        """Find whom a lone surname means: its one bearer in the country, or the one named far more than any other."""
        if entity.country_code is None:
            return None
        near = self._near(entity, _single_words(entity))
        bearers = [actor for actor in near if _bears(actor, entity)]
        bearers.sort(key=lambda actor: (-actor.mentions, actor.actor_id))
        if len(bearers) > 1 and bearers[0].mentions < DOMINANCE * bearers[1].mentions:
            return None
        return bearers[0] if bearers else None

    def _known_by_surname(self, entity: Entity) -> Actor | None:
        """Find an actor of the country known only by one word of this name, at the same level of office."""
        if entity.country_code is None or entity.level in VAGUE_LEVELS:
            return None
        near = self._near(entity, _single_words(entity))
        return next((actor for actor in near if not actor.full_names and entity.level in actor.levels), None)

    def _near(self, entity: Entity, sounds: list[tuple[str, ...]]) -> list[Actor]:
        found = sorted({actor_id for key in sounds for actor_id in self._by_sound.get(key, ())})
        return [actor for actor_id in found if _compatible(actor := self._actors[actor_id], entity)]


def _order(entity: Entity) -> tuple[bool, int, str, str]:
    is_short = entity.kind == "person" and len(_full_words(entity)) == 1
    return is_short, -entity.mentions, entity.key, entity.country_code or ""


def _new_id(entity: Entity) -> str:
    return key_of("actor", entity.key, entity.country_code or "")


def _words(entity: Entity) -> tuple[str, ...]:
    return person_words(entity.name) if entity.kind == "person" else organization_words(entity.name)[:MAX_WORDS]


def _full_words(entity: Entity) -> list[str]:
    return [word for word in _words(entity) if len(word) > 1] or list(_words(entity))


def _pairs_of_words(entity: Entity) -> list[tuple[str, ...]]:
    beginnings = sorted({sound(full_form(word))[:PREFIX] for word in _full_words(entity)})
    return [*combinations(beginnings, 2)]


def _single_words(entity: Entity) -> list[tuple[str, ...]]:
    return [(sound(word),) for word in _full_words(entity)]


def _alike(entity: Entity, other: Entity) -> float:
    alike = same_person if entity.kind == "person" else same_organization
    return alike(entity.name, other.name)


def _bears(actor: Actor, entity: Entity) -> bool:
    """Tell whether a lone name can be the actor's: the last of its words, or any where the office is the same too."""
    if not all(_alike(entity, other) >= SAME_PERSON for other in actor.entities):
        return False
    last_words = {sound(_words(other)[-1]) for other in actor.entities if _words(other)}
    same_office = entity.level not in VAGUE_LEVELS and entity.level in actor.levels
    return same_office or sound(_full_words(entity)[-1]) in last_words


def _compatible(actor: Actor, entity: Entity) -> bool:
    """Tell whether actor and entity can act for one country; only a person's may be unknown.

    The same full name at the same level of office is one person even where articles disagree on the country.
    """
    first, country = actor.entities[0], actor.country_code
    if first.kind != entity.kind:
        return False
    if country == entity.country_code or entity.kind == "organization":
        return country == entity.country_code
    full_name = _full_words(entity)
    same_name = len(full_name) > 1 and full_name == _full_words(first)
    same_office = same_name and entity.level not in VAGUE_LEVELS and entity.level in actor.levels
    return None in (country, entity.country_code) or same_office
