"""A question to IAM as somebody types it: what is read, what is wrong and where, the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from policy_samples import ALL, AMR, COGNITO, JDOE, NO_READING, OWN, SESSION, SUB, TRUST, asks

from cognito_lab.policy import (
    Layer,
    Policies,
    PolicyKind,
    Principal,
    PrincipalKind,
    decide,
    parse,
)
from cognito_lab.widgets.policy_asker import context_of, context_text, principal_of
from cognito_lab.widgets.policy_question import (
    KINDS,
    NO_TRUST_POLICY,
    Question,
    Sheet,
    examine,
    marks_of,
    policies_of,
    question_of,
    sheet_of,
)


def question(off: frozenset[Layer] = frozenset(), **texts: str) -> Question:
    """Jdoe asks for jdoe's photo, under policies given by layer."""
    layers = {Layer[name.upper()]: text for name, text in texts.items()}
    sheets = tuple(Sheet(layer, layer.name, text, KINDS[layer]) for layer, text in layers.items())
    return replace(question_of(asks(), Policies()), sheets=sheets, off=off)


# --- from a decision and back -------------------------------------------------------------------


@pytest.mark.parametrize(
    "policies",
    [
        pytest.param(Policies(), id="no policy"),
        pytest.param(Policies(identity=(parse(OWN), parse(ALL))), id="two of one layer"),
        pytest.param(
            Policies(
                identity=(parse(OWN, name="own"),),
                boundary=(parse(ALL, kind=PolicyKind.BOUNDARY),),
                session=(parse(NO_READING, kind=PolicyKind.SESSION),),
            ),
            id="three layers",
        ),
        pytest.param(Policies(trust=parse(TRUST, kind=PolicyKind.TRUST)), id="trust"),
    ],
)
def test_a_decision_gives_back_its_policies(policies: Policies):
    """What a decision was made from can be read from it, so it can be decided again."""
    decision = decide(asks(), policies)

    again = decide(decision.request, policies_of(decision))

    assert again == decision


def test_what_stands_in_the_fields_decides_the_same():
    """Texts and back: the request, its keys and its policies survive."""
    policies = Policies(identity=(parse(OWN, name="own"),), session=(parse(ALL),))

    examined = examine(question_of(asks(), policies))

    assert examined.decision == decide(asks(), policies)


def test_a_policy_on_one_line_is_spread_over_several():
    """Somebody shall be able to read and change it; what it says stays the same."""
    compact = parse('{"Version":"2012-10-17","Statement":' + ALL.partition('"Statement":')[2])

    sheet = sheet_of(Layer.IDENTITY, parse(compact.source_text.replace("\n", "")))

    assert sheet.text.count("\n") > 5
    assert parse(sheet.text).as_dict() == compact.as_dict()


# --- examining ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        pytest.param(question(identity=OWN), True, id="the own locker"),
        pytest.param(question(), False, id="without a policy"),
        pytest.param(question(identity="  \n"), False, id="an empty text is no policy"),
        pytest.param(question(identity=OWN, session=NO_READING), False, id="a session narrows"),
        pytest.param(
            question(identity=OWN, session=NO_READING, off=frozenset({Layer.SESSION})),
            True,
            id="a session policy that is switched off",
        ),
        pytest.param(
            question(identity=OWN, boundary=""), True, id="an empty boundary does not exist"
        ),
        pytest.param(
            replace(question(identity=OWN), context='{"aws:x": "1"}'),
            False,
            id="a variable without a value",
        ),
    ],
)
def test_the_fields_decide(asked: Question, allowed: bool):
    """A layer counts when it has a text and is switched on."""
    examined = examine(asked)

    assert examined.waiting == ""
    assert examined.decision.allowed is allowed


def test_a_fault_has_line_and_column_and_both_voices():
    """While a policy breaks the grammar there is no verdict, and the place is said."""
    wrong = OWN.replace('"s3:PutObject"', '"PutObject"')

    examined = examine(question(identity=wrong, session=ALL))

    (trouble, none) = examined.troubles
    assert examined.decision is None and none is None
    assert examined.waiting == 'No verdict while "IDENTITY" has a fault, in line 9.'
    assert wrong[trouble.start : trouble.end] == '"PutObject"'
    assert (trouble.line, trouble.column) == (9, 9)
    assert "'PutObject' does not say of which service" in trouble.words
    assert "AWS says: Actions/Conditions must be prefaced by a vendor" in trouble.words


def test_a_fault_in_a_layer_that_is_off_keeps_nobody_waiting():
    """It is shown where it stands, and the verdict does without it."""
    examined = examine(question(identity=OWN, session="{", off=frozenset({Layer.SESSION})))

    assert examined.decision.allowed
    assert examined.troubles[1] is not None


def test_a_trust_question_without_a_trust_policy_has_no_verdict():
    """A role cannot be without one, so nothing is pretended."""
    asked = replace(question(), sheets=(Sheet(Layer.TRUST, "", "", PolicyKind.TRUST),))

    assert examine(asked).waiting == NO_TRUST_POLICY


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param('{"a": {"b": 1}}', 1, "a: a condition key has a text", id="an object"),
        pytest.param('{\n"a": "1",\n"b": null}', 3, "b: a condition key has", id="null"),
        pytest.param('{"a": [1]}', 1, "a: a condition key has", id="a list of numbers"),
        pytest.param("{", 1, "it is not JSON", id="no JSON"),
        pytest.param("[]", 1, "the context is a JSON object", id="no object"),
        pytest.param('{"a": "1",\n"a": "2"}', 2, "the member a stands there twice", id="twice"),
    ],
)
def test_a_context_that_cannot_be_read_says_where(text: str, line: int, words: str):
    """The keys of a request have faults with places, too; AWS has nothing to say about them."""
    examined = examine(replace(question(identity=OWN), context=text))

    assert examined.decision is None
    assert examined.context_trouble.line == line
    assert words in examined.context_trouble.words
    assert "AWS says" not in examined.context_trouble.words


def test_condition_keys_read_back():
    """One value is a text, several are a list; numbers and truth values become texts."""
    context = {SUB: JDOE, AMR: ("authenticated", "x")}

    assert context_of(context_text(context)) == (context, None)
    assert context_of('{"a": 5, "b": true, "c": []}') == ({"a": "5", "b": "true", "c": ()}, None)
    assert context_of("  ") == ({}, None)


@pytest.mark.parametrize(
    ("asker", "kind", "role_arn"),
    [
        pytest.param("arn:aws:iam::123456789012:user/a/b", PrincipalKind.USER, None, id="a user"),
        pytest.param(
            "arn:aws:sts::123456789012:assumed-role/lockers/s",
            PrincipalKind.ASSUMED_ROLE,
            "arn:aws:iam::123456789012:role/lockers",
            id="a session",
        ),
        pytest.param(
            "arn:aws:iam::123456789012:role/x",
            PrincipalKind.ASSUMED_ROLE,
            "arn:aws:iam::123456789012:role/x",
            id="a role stands for its sessions",
        ),
        pytest.param("arn:aws:iam::123456789012:root", PrincipalKind.ROOT, None, id="root"),
        pytest.param(COGNITO.arn, PrincipalKind.FEDERATED, None, id="the identity service"),
        pytest.param(
            "arn:aws:iam::123456789012:oidc-provider/example.com",
            PrincipalKind.FEDERATED,
            None,
            id="an OIDC provider",
        ),
        pytest.param("lambda.amazonaws.com", PrincipalKind.SERVICE, None, id="a service"),
        pytest.param("somebody", PrincipalKind.ANONYMOUS, None, id="anything else is nobody"),
        pytest.param("", PrincipalKind.ANONYMOUS, None, id="nothing is nobody"),
    ],
)
def test_who_asks_is_read_from_the_name(asker: str, kind: PrincipalKind, role_arn: str | None):
    """An ARN says what it is of."""
    principal = principal_of(asker)

    assert (principal.kind, principal.role_arn) == (kind, role_arn)
    has_account = asker.startswith("arn") and kind is not PrincipalKind.FEDERATED
    assert principal.account == ("123456789012" if has_account else "")


def test_who_asked_at_first_stays_known():
    """A role's path stands in no session's ARN, so the first principal is kept while it is it."""
    assert principal_of(SESSION.arn, SESSION) == SESSION
    assert principal_of(COGNITO.arn, SESSION) == Principal(
        COGNITO.arn, kind=PrincipalKind.FEDERATED
    )


# --- the margin ---------------------------------------------------------------------------------


def test_each_statement_says_in_the_margin_what_it_did():
    """Allow, Deny, and one that does not apply, each beside its lines."""
    text = ALL.replace(
        "[", "[\n" + NO_READING[NO_READING.index("{\n      ") : NO_READING.rindex("]")] + ",", 1
    )
    asked = question(identity=text, session=OWN.replace("lockers", "others"))
    examined = examine(asked)

    identity = marks_of(asked.sheets[0], examined.decision)
    (session,) = marks_of(asked.sheets[1], examined.decision)

    assert [(mark.sign, mark.tone) for mark in identity] == [("✗", "bad"), ("✓", "good")]
    assert (session.sign, session.tone) == ("–", "plain")
    assert session.words == "this statement does not apply, because of its Resource"
    assert text.splitlines()[identity[0].line - 1].strip().startswith("{")


def test_without_a_decision_the_margin_is_empty():
    """Nothing is said about statements that nobody has asked."""
    sheet = Sheet(Layer.IDENTITY, "", OWN, PolicyKind.IDENTITY)

    assert marks_of(sheet, None) == ()
