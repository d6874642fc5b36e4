"""A record behaves as the frozen dataclass that it replaces."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from cognito_lab.primitives.record import record


def as_declared(decorate: Callable[[type], type]) -> type:
    """The same class, made by `record` or by `dataclass`."""

    class Door:
        path: str
        is_open: bool = False
        headers: Mapping[str, str] = field(default_factory=dict, compare=False)
        secret: str = field(default="", repr=False, kw_only=True)

    return decorate(Door)


@record
class Door:
    path: str
    is_open: bool = False
    secret: str = field(default="", repr=False)
    seen: list[str] = field(default_factory=list, compare=False)

    @cached_property
    def shown(self) -> str:
        return f"the door {self.path}"


RECORD, FROZEN = as_declared(record), as_declared(dataclass(frozen=True))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param(("/jwt",), {}, id="the one field that must be given"),
        pytest.param(("/jwt", True), {}, id="by place"),
        pytest.param((), {"path": "/jwt", "secret": "s"}, id="by name"),
        pytest.param(("/jwt",), {"headers": {"a": "b"}}, id="a field that is not compared"),
    ],
)
def test_a_record_says_and_compares_what_a_frozen_dataclass_does(
    given: tuple[Any, ...], named: dict[str, Any]
):
    """Repr, values, equality and hash are those of dataclass."""
    made, wanted = RECORD(*given, **named), FROZEN(*given, **named)

    assert repr(made) == repr(wanted)
    assert vars(made) == vars(wanted)
    assert made == RECORD(*given, **named) and hash(made) == hash(RECORD(*given, **named))
    assert (made == RECORD("/other")) is (wanted == FROZEN("/other")) is False
    assert (made == RECORD("/jwt")) is (wanted == FROZEN("/jwt"))
    assert made != wanted


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param((), {}, id="a field is missing"),
        pytest.param(("/jwt",), {"colour": "red"}, id="a name that is no field"),
        pytest.param(("/jwt", True, {}, "s"), {}, id="a keyword-only field by place"),
    ],
)
def test_wrong_arguments_are_refused(given: tuple[Any, ...], named: dict[str, Any]):
    """What dataclass refuses, a record refuses in the same words."""
    with pytest.raises(TypeError) as refused:
        RECORD(*given, **named)
    with pytest.raises(TypeError) as wanted:
        FROZEN(*given, **named)

    assert str(refused.value) == str(wanted.value)


@pytest.mark.parametrize("name", ["path", "is_open", "colour"])
def test_nothing_changes_once_it_is_made(name: str):
    """Fields, given or by default, cannot be set, deleted or added."""
    door = Door("/jwt")

    with pytest.raises(FrozenInstanceError):
        setattr(door, name, "other")
    with pytest.raises(FrozenInstanceError):
        delattr(door, name)

    assert door == Door("/jwt")


def test_what_a_class_defines_itself_stays():
    """A method of the class's own is not replaced; those that it lacks are lent."""

    @record
    class Shy:
        word: str

        def __repr__(self) -> str:
            return "<shy>"

    assert repr(Shy("a")) == "<shy>"
    assert Shy("a") == Shy("a")


def test_it_is_a_dataclass_to_everybody_else():
    """`replace`, `fields`, copies, pickles, matching and cached properties all work."""
    door = Door("/jwt", secret="s")

    assert is_dataclass(Door) and [each.name for each in fields(door)][:2] == ["path", "is_open"]
    assert replace(door, is_open=True) == Door("/jwt", True, "s")
    assert copy.deepcopy(door) == door == pickle.loads(pickle.dumps(door))
    assert door.shown == door.shown == "the door /jwt"
    match door:
        case Door(path, False):
            assert path == "/jwt"
        case _:
            pytest.fail("it did not match by place")


def test_a_value_worked_out_after_the_fields_may_be_checked():
    """`__post_init__` runs, and what it raises stops the record from being made."""

    @record
    class Even:
        number: int

        def __post_init__(self) -> None:
            if self.number % 2:
                raise ValueError(f"{self.number} is odd")

    assert Even(2).number == 2
    with pytest.raises(ValueError, match="3 is odd"):
        Even(3)
