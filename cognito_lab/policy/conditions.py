"""Conditions: under which circumstances a statement applies.

How to read the file: `Condition.parse` takes ``ForAnyValue:StringLikeIfExists`` apart into
quantifier, operator and suffix; `_holds` is the whole meaning of a condition with values present,
and `_if_missing` is AWS's table of what a missing key means, which is the classic source of
mistakes:

    ========================================================  =============
    form                                                      key missing
    ========================================================  =============
    a positive operator (StringEquals, ArnLike, Bool …)       false
    a negated operator (StringNotEquals, NotIpAddress …)      **true**
    anything …IfExists                                        **true**
    ForAllValues: anything                                    **true**
    ForAnyValue: anything, negated included                   false
    Null "true" / "false"                                     true / false
    ========================================================  =============

Left out: which keys exist for which service, and which of them are multivalued. A value is
multivalued here when the request gives a tuple.
"""

import re
from enum import StrEnum
from functools import cached_property

from cognito_lab.policy.operators import OPERATORS, Operator
from cognito_lab.policy.patterns import Template
from cognito_lab.policy.request import Request
from cognito_lab.primitives.record import record

NULL = "Null"
_FORM = re.compile(
    r"(?:(?P<prefix>ForAllValues|ForAnyValue):)?(?P<operator>[A-Za-z]+?)(?P<suffix>IfExists)?"
)


class Quantifier(StrEnum):
    """The prefix for keys with several values."""

    NONE = ""
    FOR_ALL_VALUES = "ForAllValues"
    FOR_ANY_VALUE = "ForAnyValue"


@record
class Condition:
    """One line of a ``Condition`` block: operator, key and the values that are accepted.

    Attributes:
        form: The operator as it was written, prefix and suffix included.
        key: The condition key as it was written; it is compared without regard to case.
        values: The accepted values; one of them has to fit (for a negated operator: none may).
        operator: The comparison; None for ``Null``.
        quantifier: The prefix.
        if_exists: Whether the suffix is there.
    """

    form: str
    key: str
    values: tuple[Template, ...]
    operator: Operator | None
    quantifier: Quantifier
    if_exists: bool

    @classmethod
    def parse(cls, form: str, key: str, values: tuple[str, ...], *, variables: bool) -> "Condition":
        """Read one line. `form` must be an operator that `is_operator` knows."""
        parts = _FORM.fullmatch(form)
        assert parts is not None, f"the grammar lets no operator {form!r} through"
        operator = OPERATORS.get(parts["operator"])
        reads_variables = variables and operator is not None and operator.reads_variables
        templates = tuple(Template.parse(value, variables=reads_variables) for value in values)
        return cls(
            form, key, templates, operator, Quantifier(parts["prefix"] or ""), bool(parts["suffix"])
        )

    @property
    def name(self) -> str:
        return f"Condition {self.form} {self.key}"

    def matches(self, request: Request) -> bool:
        found = self.found(request)
        if self.operator is None:
            return self._null(is_missing=not found)
        if not found:
            return self._if_missing(self.operator)
        return self._holds(self.operator, found, request)

    def found(self, request: Request) -> tuple[str, ...]:
        return request.values(self._key_in_lower_case)

    @cached_property
    def _key_in_lower_case(self) -> str:
        return self.key.lower()

    def wanted(self, request: Request) -> tuple[str, ...]:
        return tuple(template.shown(request) for template in self.values)

    def _holds(self, operator: Operator, found: tuple[str, ...], request: Request) -> bool:
        """Every value of the request, or one of them, has to fit.

        Source: IAM User Guide, "Creating a condition with multiple keys or values".
        Assumed: without a quantifier one of several values is enough, and a negated operator (none
        of the accepted values may be met) wants that of every value. AWS says not to rely on it.
        """
        for value in found:  # plain loops, because every condition comes through here
            met = False
            for wanted in self.values:
                met = operator.compare(value, wanted, request)
                if met:
                    break
            if (met != operator.negated) != self._wants_all:
                return not self._wants_all  # one that does not fit ends "all", one that does "any"
        return self._wants_all

    @cached_property
    def _wants_all(self) -> bool:
        if self.quantifier is Quantifier.NONE:
            return self.operator is not None and self.operator.negated
        return self.quantifier is Quantifier.FOR_ALL_VALUES

    def _if_missing(self, operator: Operator) -> bool:
        """The table above. If ``ForAnyValue`` and ``IfExists`` meet, the suffix wins (Assumed)."""
        if self.if_exists:
            return True
        if self.quantifier is Quantifier.NONE:
            return operator.negated
        return self.quantifier is Quantifier.FOR_ALL_VALUES

    def _null(self, *, is_missing: bool) -> bool:
        """``true`` wants the key absent, ``false`` present; with a quantifier the answer is fixed.

        Source: IAM User Guide, "Condition operator to check existence of condition keys"; IAM
        Access Analyzer policy checks, "Null with qualifier".
        """
        if self.quantifier is not Quantifier.NONE:
            return self.quantifier is Quantifier.FOR_ALL_VALUES
        return any(value.text.lower() == str(is_missing).lower() for value in self.values)


def is_operator(form: str) -> bool:
    """Whether AWS knows such an operator. ``Null`` has no IfExists form."""
    parts = _FORM.fullmatch(form)
    if parts is None:
        return False
    return parts["operator"] in OPERATORS or (parts["operator"] == NULL and not parts["suffix"])
