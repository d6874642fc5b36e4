"""The lens: verdict, margin, tree and tabs follow what is typed; a trace opens it as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from form_worlds import Page, run_twin, said, shown, twin_of
from policy_samples import (
    ALL,
    JDOE,
    NO_READING,
    OWN,
    SUB,
    TRUST,
    asks,
    wants_the_role,
)
from token_samples import HOSTILE

from cognito_lab.lessons import journey
from cognito_lab.policy import Layer, Policies, Request, decide, parse
from cognito_lab.widgets import PolicyLens
from cognito_lab.widgets import policy_text as editor
from cognito_lab.widgets.policy_side import PolicySide
from cognito_lab.widgets.policy_text import PolicyText
from cognito_lab.widgets.policy_view import remarks


def only(lens: PolicyLens) -> PolicySide:
    """The form of a lens that has one question."""
    (side,) = lens.sides
    return side


def text_of(lens: PolicyLens, layer: Layer = Layer.IDENTITY) -> PolicyText:
    """The first text area of a layer."""
    return lens.sides[-1].pages[layer].texts[0]


def type_in(field, value: str) -> None:
    """What the browser does when somebody types."""
    field.set_state({"value": value})


# --- the verdict --------------------------------------------------------------------------------


def test_it_says_the_verdict_and_what_to_look_at_first():
    """A refusal names the Allow that was nearest, and the one element that did not fit."""
    lens = PolicyLens(asks("gina"), {"identity": OWN})

    verdict = Page(only(lens).verdict.value).text
    assert "✗ DENIED" in verdict
    assert 'Nearest to an Allow is identity-based policy, statement 1 "OwnLocker"' in verdict
    assert f"the statement wants arn:aws:s3:::lockers/{JDOE}/*" in verdict
    assert f"written arn:aws:s3:::lockers/${{{SUB}}}/*" in verdict
    assert "is not authorized to perform: s3:GetObject" in verdict


@pytest.mark.parametrize(
    ("policies", "sentence"),
    [
        pytest.param(
            Policies(identity=(parse(OWN), parse(NO_READING, name="no"))),
            'It is identity-based policy "no", statement 1. No Allow, wherever it stands, can undo',
            id="a Deny is named",
        ),
        pytest.param(
            Policies(),
            "There is no such policy at all, and what nobody allows is denied.",
            id="nothing was said",
        ),
        pytest.param(
            Policies(identity=(parse(OWN.replace("GetObject", "ListBucket")),)),
            "Nearest to an Allow is identity-based policy, statement 1",
            id="another action",
        ),
        pytest.param(
            Policies(identity=(parse(OWN.replace(SUB, "aws:username")),)),
            "The policies read condition keys that the request does not have: aws:username.",
            id="a key is missing",
        ),
        pytest.param(
            Policies(identity=(parse(OWN),)),
            "Because an identity-based policy allows the s3:GetObject action.",
            id="allowed",
        ),
    ],
)
def test_a_decision_is_told_in_sentences(policies: Policies, sentence: str):
    """Why, and what would change it."""
    told = list(remarks(decide(asks(), policies)))

    assert any(one.startswith(sentence) for one in told)


def test_several_misses_are_named_together():
    """Where more than one element is wrong, all of them are named."""
    away = OWN.replace("lockers", "others").replace("Object", "Bucket")

    (_, nearest) = remarks(decide(asks(), Policies(identity=(parse(away),))))

    assert nearest.endswith("several of its elements do not fit: Action, Resource.")


# --- editing ------------------------------------------------------------------------------------


def test_typing_a_resource_turns_the_verdict():
    """What stands in the fields is decided at once, and what is new is said aloud."""
    lens = PolicyLens(asks("gina"), {"identity": OWN})
    side = only(lens)

    type_in(side.resource, f"arn:aws:s3:::lockers/{JDOE}/photo.jpg")

    assert lens.decision.allowed
    assert said(lens) == (
        "Allowed: s3:GetObject, because an identity-based policy allows the s3:GetObject action."
    )
    assert "ALLOWED" in side.tree.value and "✓ ALLOWED" in side.verdict.value


def test_the_margin_follows_the_verdict():
    """The statement's lines say what it did, also to those who do not see the margin."""
    lens = PolicyLens(asks("gina"), {"identity": OWN})
    (before,) = text_of(lens).marks

    type_in(only(lens).resource, f"arn:aws:s3:::lockers/{JDOE}/photo.jpg")

    (after,) = text_of(lens).marks
    assert (before["sign"], after["sign"]) == ("–", "✓")
    assert (after["line"], after["last_line"]) == (4, 12)
    assert after["words"] == "this statement applies, so it allows"


def test_a_fault_stands_where_it_was_typed():
    """The text area gets line, column and place; tab and verdict say that they wait."""
    lens = PolicyLens(asks(), {"identity": OWN})

    type_in(text_of(lens), OWN.replace('"Allow"', '"Alow"'))

    trouble = text_of(lens).trouble
    assert (trouble["line"], trouble["column"]) == (6, 7)
    assert "it is Allow or Deny" in trouble["words"]
    assert only(lens).tabs.titles[0] == "Identity: fault"
    assert lens.decision is None
    assert said(lens) == "No verdict while the identity-based policy has a fault, in line 6."
    assert only(lens).tree.value == ""


def test_a_mended_fault_is_gone():
    """With the text right again, verdict and tree are back."""
    lens = PolicyLens(asks(), {"identity": OWN})
    type_in(text_of(lens), "{")

    type_in(text_of(lens), OWN)

    assert text_of(lens).trouble == {}
    assert lens.decision.allowed


def test_a_session_policy_can_be_written_and_switched_off():
    """A tab without a policy has a text area all the same; a switch takes the layer away."""
    lens = PolicyLens(asks(), {"identity": OWN})
    page = only(lens).pages[Layer.SESSION]

    type_in(page.texts[0], NO_READING)
    assert (lens.decision.allowed, lens.decision.layer) == (False, Layer.SESSION)
    page.counts.set_state({"value": False})

    assert lens.decision.allowed
    assert only(lens).tabs.titles[2] == "Session: off"


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        pytest.param({"identity": OWN}, ["allows", "none", "none", "none"], id="one allows"),
        pytest.param(
            {"identity": OWN, "session": NO_READING, "boundary": ALL},
            ["allows", "allows", "denies", "none"],
            id="one denies",
        ),
        pytest.param({"session": ALL}, ["none", "none", "allows", "none"], id="nothing grants"),
        pytest.param(
            {"identity": ALL.replace("s3", "sqs")}, ["no Allow", "none", "none", "none"], id="no"
        ),
    ],
)
def test_a_tab_says_what_its_layer_says(given, titles: list[str]):
    """Without opening a tab one sees who allows, who denies and who is not there."""
    lens = PolicyLens(asks(), given)

    assert [title.partition(": ")[2] for title in only(lens).tabs.titles[:4]] == titles


def test_as_it_was_puts_everything_back():
    """One button undoes every edit, and only one verdict is said."""
    lens = PolicyLens(asks("gina"), {"identity": OWN})
    first = lens.as_text()
    type_in(only(lens).action, "s3:PutObject")
    type_in(text_of(lens), ALL)
    only(lens).pages[Layer.IDENTITY].counts.set_state({"value": False})

    lens.again.click()

    assert lens.as_text() == first
    assert said(lens) == "Everything is as it was."


def test_context_keys_can_be_changed():
    """A variable follows the request's keys, and a fault in them has its place."""
    lens = PolicyLens(asks(), {"identity": OWN})
    side = only(lens)

    type_in(side.context, f'{{"{SUB}": "us-east-1:somebody-else"}}')
    assert not lens.decision.allowed
    assert "us-east-1:somebody-else" in side.variables.value
    type_in(side.context, "{")

    assert side.tabs.titles[-1] == "Keys: fault"
    assert side.context.trouble["line"] == 1


def test_a_variable_without_a_value_is_said():
    """The classic mistake: a policy variable that this caller does not have."""
    lens = PolicyLens(asks(), {"identity": OWN.replace(SUB, "aws:username")})

    table = Page(only(lens).variables.value).text
    assert "${aws:username}" in table and "no value here, so nothing can fit" in table


# --- trust and permission -----------------------------------------------------------------------


def test_trust_and_permission_stand_side_by_side():
    """Each has its verdict; together they say whether the way is open."""
    lens = PolicyLens(
        asks(), {"identity": OWN}, trust=(wants_the_role("authenticated"), {"trust": TRUST})
    )
    trust, permission = lens.sides

    assert "Trust: may this caller take the role?" in shown(lens)
    assert "Trust says yes, permission says yes: the way is open." in lens.both.value
    type_in(trust.context, '{"cognito-identity.amazonaws.com:amr": ["unauthenticated"]}')

    assert "Trust says no, permission says yes: the way is closed." in lens.both.value
    assert permission.examined.decision.allowed


def test_a_trust_policy_alone_has_a_trust_tab():
    """The question about a role has one layer; the resource's tab would be the same thing."""
    lens = PolicyLens(wants_the_role("authenticated"), {"trust": TRUST})

    assert list(only(lens).pages) == [Layer.TRUST]
    assert lens.decision.allowed


# --- from the trace -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def played() -> journey.World:
    """The journey, with everybody at every door."""
    world = journey.build(seed=7)
    journey.knocks(world, journey.papers(world))
    return world


def knock_of(world: journey.World, path: str, role: str):
    """The first request of that session at that door."""
    return next(
        one
        for one in world.cloud.trace.find(f"GET {path}")
        if "caller" in one.evidence and role in str(one.evidence["caller"].role_arn)
    )


def test_a_request_of_the_trace_opens_with_what_was_really_used(played: journey.World):
    """The same request, the same policies, the same decision; before it, how the role was taken."""
    exchange = knock_of(played, "/group", "journey-default")

    lens = PolicyLens.from_exchange(exchange, played.cloud)

    recorded = exchange.evidence["decision"]
    assert lens.decision.request == recorded.request
    assert (lens.decision.allowed, lens.decision.reason) == (False, recorded.reason)
    trust, permission = lens.sides
    assert trust.examined.decision.allowed
    assert trust.question.action == "sts:AssumeRoleWithWebIdentity"
    assert trust.question.resource == recorded.request.principal.role_arn
    assert "what-it-may-do" in permission.pages[Layer.IDENTITY].texts[0].label


def test_a_decision_inside_an_exchange_is_found(played: journey.World):
    """The counter itself asks no policy; STS behind it does."""
    exchange = played.cloud.trace.find("GetCredentialsForIdentity")[0]

    lens = PolicyLens.from_exchange(exchange, played.cloud)

    assert list(only(lens).pages) == [Layer.TRUST]


def test_the_administrator_took_no_role(played: journey.World):
    """A user's request has one side: nobody had to trust anybody."""
    exchange = played.cloud.trace.find("CreateUserPool")[0]

    lens = PolicyLens.from_exchange(exchange, played.cloud)

    assert lens.decision.allowed
    assert len(lens.sides) == 1


def test_an_exchange_without_a_decision_is_refused_with_the_reason(played: journey.World):
    """Signing in is decided by no policy, and the answer says so."""
    exchange = played.cloud.trace.find("InitiateAuth")[0]

    with pytest.raises(ValueError, match="no policy was asked about InitiateAuth"):
        PolicyLens.from_exchange(exchange, played.cloud)


def test_no_session_secret_reaches_the_lens(played: journey.World):
    """Tokens and keys of the trace stand in no field, picture or code."""
    exchange = knock_of(played, "/group", "journey-default")
    secrets = [
        str(value)
        for one in played.cloud.trace.walk()
        for part in [(one.answer or {}).get("Credentials") or {}]
        for name, value in part.items()
        if name in ("SecretKey", "SecretAccessKey", "SessionToken")
    ]

    lens = PolicyLens.from_exchange(exchange, played.cloud)
    everything = shown(lens) + "".join(side.context.value for side in lens.sides)

    assert secrets and not any(secret in everything for secret in secrets)


# --- plain data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(OWN, id="a text"),
        pytest.param(parse(OWN).as_dict(), id="a dict"),
        pytest.param(parse(OWN), id="a document"),
        pytest.param([ALL.replace("s3", "sqs"), OWN], id="several"),
    ],
)
def test_a_policy_may_come_in_any_form(given):
    """Texts, dicts and documents do, one or several for a layer."""
    assert PolicyLens(asks(), {"identity": given}).decision.allowed


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        pytest.param(
            {"idendity": OWN}, "no layer 'idendity'; there are scp, rcp, trust", id="typo"
        ),
        pytest.param({"trust": TRUST, "resource": ALL}, "give one of them", id="two of one thing"),
    ],
)
def test_what_cannot_be_is_refused(given, complaint: str):
    """The answer says what there is."""
    with pytest.raises(ValueError, match=complaint):
        PolicyLens(asks(), given)


def test_a_faulty_text_opens_with_its_fault():
    """A lens is where one looks for a fault, so it does not refuse one."""
    lens = PolicyLens(asks(), {"identity": "{"})

    assert lens.decision is None
    assert text_of(lens).trouble["line"] == 1


# --- twins and static forms ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "lens",
    [
        pytest.param(lambda: PolicyLens(asks("gina"), {"identity": OWN}), id="a refusal"),
        pytest.param(
            lambda: PolicyLens(
                asks(), {"identity": [ALL, OWN], "boundary": ALL, "session": NO_READING}
            ),
            id="several layers",
        ),
        pytest.param(
            lambda: PolicyLens(wants_the_role("authenticated"), {"trust": TRUST}), id="trust"
        ),
        pytest.param(lambda: PolicyLens(asks(), Policies()), id="no policy"),
    ],
)
def test_the_code_twin_decides_the_same(lens, capsys: pytest.CaptureFixture[str]):
    """The shown Python runs as it stands, and explains the same decision."""
    opened = lens()

    left = run_twin(twin_of(opened))

    assert left["decision"].request == opened.decision.request
    assert capsys.readouterr().out == f"{opened.decision.explain()}\n"


def test_the_code_of_two_questions_runs_in_order(capsys: pytest.CaptureFixture[str]):
    """Trust first, then permission."""
    lens = PolicyLens(
        asks("gina"), {"identity": OWN}, trust=(wants_the_role("authenticated"), {"trust": TRUST})
    )

    run_twin(twin_of(lens))

    printed = capsys.readouterr().out
    assert printed.index("ALLOWED: sts:") < printed.index("DENIED: s3:")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_code_twin_holds_any_text(text: str):
    """Whatever a name or a value holds, the twin is one program that decides the same."""
    request = Request("s3:GetObject", f"r{text}r", asks().principal, {"aws:x": text})

    twin = twin_of(PolicyLens(request, {})).replace("print(decision.explain())", "")
    left = run_twin(twin)

    assert left["request"] == request


def test_it_has_a_static_form():
    """Text and HTML say verdict, statements and what was compared; twice the same bytes."""
    first, second = (PolicyLens(asks("gina"), {"identity": OWN}).as_text() for _ in range(2))
    page = Page(str(PolicyLens(asks("gina"), {"identity": OWN}).as_html()))

    assert first == second
    assert "✗ Resource: arn:aws:s3:::lockers/gina/photo.jpg does not fit" in first
    assert "✗ DENIED" in page.text and "OwnLocker" in page.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_from_outside_stays_text(text: str):
    """In every field, in a policy, in its name, in a key: what is shown is text."""
    lens = PolicyLens(
        Request(text, text, asks().principal, {text: text}),
        {"identity": parse(OWN.replace("lockers", "x"), name=text), "session": text},
    )
    side = only(lens)
    type_in(side.asker, text)
    side.pages[Layer.SESSION].counts.set_state({"value": False})

    drawn = re.compile(r"<svg.*?</svg>", re.DOTALL)
    for source in (side.verdict.value, side.variables.value, lens.code.value):
        assert Page(source).strangers() == []
    figure = Page(drawn.sub("", side.tree.value))
    assert not [tag for tag, attributes in figure.tags if tag in ("script", "img", "iframe")]
    assert not [a for _, given in figure.tags for a in given if a.startswith("on")]


def test_the_script_writes_no_markup_and_loads_nothing():
    """What the text area shows enters the page as text."""
    source = (Path(editor.__file__).parent / "policy_text.js").read_text("utf-8")

    writers = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\("
    assert not re.search(writers, source)
    assert not re.search(r"^\s*import\b|import\(|https?://|fetch\(", source, re.MULTILINE)
