"""Conditions: every operator, the missing keys, and keys with several values.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Creating a condition with
multiple keys or values".
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import allow, ask, deny, policy

from cognito_lab.policy import Policies, decide
from cognito_lab.policy.conditions import is_operator
from cognito_lab.policy.operators import OPERATORS
from examples import examples

KEY = "test:Key"


def holds(operator: str, wanted: Any, found: str | tuple[str, ...] | None, **more: Any) -> bool:
    """Whether ``{operator: {KEY: wanted}}`` accepts a request that has `found` (None: no key)."""
    context = {} if found is None else {KEY: found}
    only = policy(allow(Condition={operator: {KEY: wanted}}))
    return decide(ask(context={**context, **more}), Policies(identity=(only,))).allowed


# Two rows prove an operator: what it accepts, and what it refuses.
OPERATOR_CASES = [
    ("StringEquals", "red", "red", "Red"),
    ("StringEquals", "r*", "r*", "red"),
    ("StringNotEquals", "red", "Red", "red"),
    ("StringEqualsIgnoreCase", "red", "RED", "read"),
    ("StringNotEqualsIgnoreCase", "red", "read", "RED"),
    ("StringLike", "r?d*", "red/blue", "Red"),
    ("StringLike", "", "", "x"),
    ("StringNotLike", "r*", "blue", "red"),
    ("NumericEquals", "10", "10.0", "11"),
    ("NumericEquals", 10, "10", "9"),
    ("NumericNotEquals", "10", "9", "10.00"),
    ("NumericLessThan", "10", "9.5", "10"),
    ("NumericLessThanEquals", "10", "10", "10.1"),
    ("NumericGreaterThan", "10", "100", "10"),
    ("NumericGreaterThan", "-10", "-9", "-11"),
    ("NumericGreaterThanEquals", "10", "10", "9"),
    ("DateEquals", "2026-01-06T09:08:07Z", "1767690487", "1767690488"),
    ("DateEquals", "2026-01-06T09:08Z", "2026-01-06T10:08:00+01:00", "2026-01-06T09:08:01Z"),
    ("DateEquals", "2026-01", "2026-01-01T00:00:00Z", "2026-01-02"),
    ("DateEquals", "2026-1-6T9:8:07.50Z", "1767690487.5", "2026-01-06T09:08:07Z"),
    ("DateEquals", "2026-01-06T09-05", "2026-01-06T14:00:00Z", "2026-01-06T09:00:00Z"),
    ("DateLessThan", "2026-1-7", "2026-01-06T09:08:07Z", "2026-01-07T00:00:00Z"),
    ("DateNotEquals", "2026-01-06", "2026-01-07", "2026-01-06T00:00:00Z"),
    ("DateLessThan", "2026-01-06", "2026-01-05T23:59:59Z", "2026-01-06T00:00:00Z"),
    ("DateLessThanEquals", "2026-01-06", "2026-01-06T00:00:00.000Z", "2026-01-06T00:00:00.001Z"),
    ("DateGreaterThan", "2026-01-06", "2026-01-06T00:00:01Z", "2026-01-06T00:00:00Z"),
    ("DateGreaterThanEquals", "1767690487", "2026-01-06T09:08:07Z", "2026-01-06T09:08:06Z"),
    ("Bool", "true", "TRUE", "false"),
    ("Bool", True, "true", "false"),
    ("Bool", False, "false", "true"),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", "QmluYXJ6"),
    ("IpAddress", "203.0.113.0/24", "203.0.113.255", "203.0.114.0"),
    ("IpAddress", "203.0.113.7", "203.0.113.7", "203.0.113.8"),
    ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", "2001:db8:1234:5679::1"),
    ("IpAddress", "0.0.0.0/0", "8.8.8.8", "::1"),
    ("NotIpAddress", "203.0.113.0/24", "203.0.114.0", "203.0.113.1"),
    ("ArnEquals", "arn:aws:sns:*:123456789012:t?pic", "arn:aws:sns:eu-west-1:123456789012:topic",
     "arn:aws:sns:eu-west-1:123456789012:topics"),
    ("ArnLike", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a:b:c/d", "arn:aws:s3:::B/x"),
    ("ArnLike", "*", "arn:aws:s3:::b", None),
    ("ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::c", "arn:aws:s3:::b"),
    ("ArnNotLike", "arn:aws:s3:::b*", "arn:aws:s3:::c", "arn:aws:s3:::bc"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "wanted", "accepted", "refused"),
    [pytest.param(*row, id=f"{row[0]} {row[1]}") for row in OPERATOR_CASES],
)
def test_each_operator_accepts_and_refuses(
    operator: str, wanted: Any, accepted: str, refused: str | None
) -> None:
    """Every operator lets one value through and stops another."""
    assert holds(operator, wanted, accepted)
    assert not holds(operator, wanted, refused)


def test_every_operator_has_its_rows() -> None:
    """No operator is left out of the table above."""
    assert {row[0] for row in OPERATOR_CASES} == set(OPERATORS)


@pytest.mark.parametrize(
    ("operator", "wanted", "found"),
    [
        pytest.param("NumericEquals", "ten", "ten", id="words are no numbers"),
        pytest.param("NumericLessThan", "10", "1_0", id="Python's underscores are no numbers"),
        pytest.param("NumericEquals", "NaN", "NaN", id="not-a-number equals nothing"),
        pytest.param("DateEquals", "1767690487", "yesterday", id="words are no dates"),
        pytest.param("DateEquals", "2026-02-30", "2026-02-30", id="the 30th of February"),
        pytest.param("Bool", "yes", "yes", id="yes is not true"),
        pytest.param("BinaryEquals", "not base64!", "not base64!", id="text that is not base64"),
        pytest.param("IpAddress", "203.0.113.*", "203.0.113.1", id="an address with a star"),
        pytest.param("IpAddress", "203.0.113.0/24", "localhost", id="a name is no address"),
        pytest.param("ArnLike", "arn:aws:s3", "arn:aws:s3", id="an ARN with too few fields"),
    ],
)
def test_what_cannot_be_read_equals_nothing(operator: str, wanted: str, found: str) -> None:
    """Text of the wrong type fits no positive operator, even when both sides are the same."""
    assert not holds(operator, wanted, found)


def test_text_of_the_wrong_type_is_different_from_everything() -> None:
    """A negated operator is the exact opposite, so that what cannot be read passes it."""
    assert holds("NumericNotEquals", "10", "ten")
    assert holds("NotIpAddress", "203.0.113.0/24", "localhost")


def test_a_star_of_arn_like_stays_in_its_field() -> None:
    """`ArnLike` compares field by field where `StringLike` lets a star run over the colons."""
    pattern = "arn:aws:someservice:*:111122223333:finance/*"
    value = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"

    assert holds("StringLike", pattern, value)
    assert not holds("ArnLike", pattern, value)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        pytest.param("StringEquals", False, id="StringEquals"),
        pytest.param("StringEqualsIgnoreCase", False, id="StringEqualsIgnoreCase"),
        pytest.param("StringLike", False, id="StringLike"),
        pytest.param("NumericEquals", False, id="NumericEquals"),
        pytest.param("NumericLessThan", False, id="NumericLessThan"),
        pytest.param("DateGreaterThan", False, id="DateGreaterThan"),
        pytest.param("Bool", False, id="Bool"),
        pytest.param("BinaryEquals", False, id="BinaryEquals"),
        pytest.param("IpAddress", False, id="IpAddress"),
        pytest.param("ArnEquals", False, id="ArnEquals"),
        pytest.param("ArnLike", False, id="ArnLike"),
        pytest.param("StringNotEquals", True, id="StringNotEquals"),
        pytest.param("StringNotEqualsIgnoreCase", True, id="StringNotEqualsIgnoreCase"),
        pytest.param("StringNotLike", True, id="StringNotLike"),
        pytest.param("NumericNotEquals", True, id="NumericNotEquals"),
        pytest.param("DateNotEquals", True, id="DateNotEquals"),
        pytest.param("NotIpAddress", True, id="NotIpAddress"),
        pytest.param("ArnNotEquals", True, id="ArnNotEquals"),
        pytest.param("ArnNotLike", True, id="ArnNotLike"),
        pytest.param("StringEqualsIfExists", True, id="StringEquals IfExists"),
        pytest.param("StringNotEqualsIfExists", True, id="StringNotEquals IfExists"),
        pytest.param("NumericLessThanIfExists", True, id="NumericLessThan IfExists"),
        pytest.param("BoolIfExists", True, id="Bool IfExists"),
        pytest.param("IpAddressIfExists", True, id="IpAddress IfExists"),
        pytest.param("ArnLikeIfExists", True, id="ArnLike IfExists"),
        pytest.param("ForAllValues:StringEquals", True, id="ForAllValues StringEquals"),
        pytest.param("ForAllValues:StringLike", True, id="ForAllValues StringLike"),
        pytest.param("ForAllValues:StringNotEquals", True, id="ForAllValues StringNotEquals"),
        pytest.param("ForAllValues:ArnLike", True, id="ForAllValues ArnLike"),
        pytest.param("ForAnyValue:StringEquals", False, id="ForAnyValue StringEquals"),
        pytest.param("ForAnyValue:StringLike", False, id="ForAnyValue StringLike"),
        pytest.param("ForAnyValue:StringNotEquals", False, id="ForAnyValue StringNotEquals"),
        pytest.param("ForAnyValue:ArnNotLike", False, id="ForAnyValue ArnNotLike"),
    ],
)
@pytest.mark.parametrize(
    "absent", [pytest.param(None, id="no key"), pytest.param((), id="an empty set")]
)
def test_what_a_missing_key_means(
    operator: str, expected: bool, absent: tuple[str, ...] | None
) -> None:
    """A missing key, like an empty set of values, is judged by the form of the operator alone."""
    value = "0" if operator.startswith(("Numeric", "Date")) else "x"

    assert holds(operator, value, absent) is expected


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        pytest.param("true", None, True, id="true and the key is absent"),
        pytest.param("true", "x", False, id="true and the key is present"),
        pytest.param("false", None, False, id="false and the key is absent"),
        pytest.param("false", "x", True, id="false and the key is present"),
        pytest.param(False, "", True, id="a JSON boolean, an empty value is a value"),
        pytest.param("TRUE", None, True, id="in capitals"),
        pytest.param("false", (), False, id="an empty set is no value"),
        pytest.param("maybe", "x", False, id="neither true nor false"),
        pytest.param(["true", "false"], "x", True, id="both"),
    ],
)
def test_null_asks_whether_the_key_is_there(
    wanted: Any, found: str | tuple[str, ...] | None, expected: bool
) -> None:
    """`Null` true wants the key absent, false wants it present, whatever its value."""
    assert holds("Null", wanted, found) is expected


@pytest.mark.parametrize("found", [None, "x"])
def test_null_with_a_quantifier_is_a_constant(found: str | None) -> None:
    """`ForAllValues:Null` is always true and `ForAnyValue:Null` never, so neither is of any use."""
    assert holds("ForAllValues:Null", "true", found)
    assert not holds("ForAnyValue:Null", "true", found)


def test_a_deny_with_a_negated_operator_and_if_exists_still_denies_without_the_key() -> None:
    """`StringNotEqualsIfExists` is true for a missing key, so that a Deny with it strikes."""
    assert holds("StringNotEqualsIfExists", "red", None)
    assert holds("StringNotEqualsIfExists", "red", "blue")
    assert not holds("StringNotEqualsIfExists", "red", "red")


@pytest.mark.parametrize(
    ("operator", "found", "expected"),
    [
        pytest.param("ForAllValues:StringEquals", ("a", "b"), True, id="all: every value listed"),
        pytest.param("ForAllValues:StringEquals", ("a", "x"), False, id="all: one not listed"),
        pytest.param("ForAllValues:StringEquals", "a", True, id="all: a single value"),
        pytest.param("ForAllValues:StringNotEquals", ("x", "y"), True, id="all not: none listed"),
        pytest.param("ForAllValues:StringNotEquals", ("x", "a"), False, id="all not: one listed"),
        pytest.param("ForAnyValue:StringEquals", ("x", "a"), True, id="any: one listed"),
        pytest.param("ForAnyValue:StringEquals", ("x", "y"), False, id="any: none listed"),
        pytest.param("ForAnyValue:StringNotEquals", ("a", "x"), True, id="any not: one not listed"),
        pytest.param("ForAnyValue:StringNotEquals", ("a", "b"), False, id="any not: all listed"),
        pytest.param("ForAnyValue:StringEqualsIfExists", ("x",), False, id="any, and it exists"),
    ],
)
def test_quantifiers_over_several_values(
    operator: str, found: str | tuple[str, ...], expected: bool
) -> None:
    """`ForAllValues` wants every value of the request to fit, `ForAnyValue` at least one."""
    assert holds(operator, ["a", "b", "c"], found) is expected


@pytest.mark.parametrize(
    ("operator", "found", "expected"),
    [
        pytest.param("StringEquals", "b", True, id="one of the listed values is enough"),
        pytest.param("StringEquals", "x", False, id="none of them is not"),
        pytest.param("StringNotEquals", "x", True, id="negated: different from all"),
        pytest.param("StringNotEquals", "b", False, id="negated: equal to one"),
        pytest.param("StringNotLike", "b", False, id="negated with wildcards: like one"),
    ],
)
def test_several_accepted_values(operator: str, found: str, expected: bool) -> None:
    """Accepted values are joined by *or*; of a negated operator's values none may be met."""
    assert holds(operator, ["a", "b"], found) is expected


@pytest.mark.parametrize(
    ("operator", "found", "expected"),
    [
        pytest.param("StringEquals", "x", False, id="positive: nothing is accepted"),
        pytest.param("StringEqualsIfExists", None, True, id="IfExists: only without the key"),
        pytest.param("StringEqualsIfExists", "x", False, id="IfExists: not with the key"),
        pytest.param("ForAllValues:StringEquals", None, True, id="ForAllValues: only without"),
        pytest.param("ForAllValues:StringEquals", ("x",), False, id="ForAllValues: not with"),
        pytest.param("ForAnyValue:StringEquals", ("x",), False, id="ForAnyValue: never"),
    ],
)
def test_no_accepted_values_at_all(
    operator: str, found: str | tuple[str, ...] | None, expected: bool
) -> None:
    """An empty list of values accepts nothing.

    Source: IAM Access Analyzer policy checks, "Empty array condition …".
    """
    assert holds(operator, [], found) is expected


def test_operators_and_keys_are_joined_by_and() -> None:
    """One condition that does not hold is enough to keep the statement from applying."""
    statement = allow(
        Condition={
            "StringEquals": {"aws:PrincipalTag/a": "1", "aws:PrincipalTag/b": "2"},
            "Bool": {"aws:SecureTransport": "true"},
        }
    )
    full = {"aws:PrincipalTag/a": "1", "aws:PrincipalTag/b": "2", "aws:SecureTransport": "true"}
    only = Policies(identity=(policy(statement),))

    assert decide(ask(context=full), only)
    for key in full:
        assert not decide(ask(context={**full, key: "other"}), only), key


def test_condition_keys_are_compared_without_case() -> None:
    """A key may be written in any case, in the policy and in the request."""
    only = policy(allow(Condition={"StringEquals": {"AWS:principaltag/TEAM": "red"}}))

    assert decide(ask(context={"aws:PrincipalTag/team": "red"}), Policies(identity=(only,)))


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "expected"),
    [
        pytest.param("StringEquals", "${test:Other}", "red", True, id="String reads variables"),
        pytest.param("StringLike", "*/${test:Other}", "a/red", True, id="with wildcards too"),
        pytest.param("StringEquals", "${test:No}", "${test:No}", False, id="no value: no match"),
        pytest.param("StringNotEquals", "${test:No}", "red", True, id="no value: negated matches"),
        pytest.param("StringNotLike", "${test:No}*", "red", True, id="no value: not like"),
        pytest.param("StringEqualsIgnoreCase", "${test:Other}", "RED", True, id="ignoring case"),
        pytest.param("StringEqualsIgnoreCase", "${test:No}", "x", False, id="no value, any case"),
        pytest.param("ArnLike", "arn:aws:s3:::${test:Other}/*", "arn:aws:s3:::red/x", True,
                     id="ARN reads variables"),
        pytest.param("ArnLike", "arn:aws:s3:::${test:No}", "arn:aws:s3:::", False,
                     id="ARN without a value"),
        pytest.param("NumericEquals", "${test:Number}", "5", False, id="Numeric reads none"),
        pytest.param("IpAddress", "${test:Address}", "8.8.8.8", False, id="IpAddress reads none"),
    ],
)  # fmt: skip
def test_variables_in_conditions(operator: str, wanted: str, found: str, expected: bool) -> None:
    """String and ARN operators fill variables in; the others take them for plain text."""
    others = {"test:Other": "red", "test:Number": "5", "test:Address": "8.8.8.8"}

    assert holds(operator, wanted, found, **others) is expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("StringEqual", id="a typing mistake"),
        pytest.param("stringequals", id="lower case"),
        pytest.param("NullIfExists", id="Null has no IfExists"),
        pytest.param("ForSomeValues:StringEquals", id="an unknown quantifier"),
        pytest.param("ForAnyValue::StringEquals", id="two colons"),
        pytest.param(":StringEquals", id="an empty quantifier"),
        pytest.param("IfExists", id="only the suffix"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_operator(name: str) -> None:
    """Operator names are exact, case included."""
    assert not is_operator(name)


A_DATE = (
    r"[1-9][0-9]{3}-(0?[1-9]|1[0-2])-(0?[1-9]|1[0-9]|2[0-8])"
    r"(T([01]?[0-9])(:[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]{1,9})?)?)?(Z|[+-]0[0-9](:[0-5][0-9])?)?)?"
)


@settings(max_examples=examples(100), deadline=None, derandomize=True)
@given(st.from_regex(A_DATE, fullmatch=True))
def test_whatever_the_grammar_takes_for_a_date_is_compared_as_one(date: str) -> None:
    """A Deny until a date holds until then, however loosely the date is written."""
    statement = deny(Condition={"DateLessThanEquals": {"aws:CurrentTime": date}})

    decision = decide(
        ask(context={"aws:CurrentTime": date}), Policies(identity=(policy(allow(), statement),))
    )

    assert decision.explicit
