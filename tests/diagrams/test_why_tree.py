"""The why-tree says all of a decision, in words and as a picture; nothing lies on anything."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from diagram_samples import GINA, JDOE, PAYLOADS, locker_decision, texts_of

from cognito_lab.diagrams.geometry import Box
from cognito_lab.diagrams.quoting import clean
from cognito_lab.diagrams.reasons import Sign, as_lines, nearest_miss, reasons
from cognito_lab.diagrams.why_layout import WhyLayout, lay_out_reasons
from cognito_lab.diagrams.why_tree import MOST_PARTS, why_tree
from cognito_lab.policy import (
    Decision,
    Policies,
    PolicyKind,
    Principal,
    PrincipalKind,
    Request,
    decide,
    parse,
)

SESSION_ARN = "arn:aws:sts::123456789012:assumed-role/reader/a-session"
SESSION = Principal(
    SESSION_ARN,
    "123456789012",
    PrincipalKind.ASSUMED_ROLE,
    "arn:aws:iam::123456789012:role/reader",
)
ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}


def policy(*statements, kind: PolicyKind = PolicyKind.IDENTITY):
    """A parsed policy of these statements."""
    return parse({"Version": "2012-10-17", "Statement": list(statements)}, kind=kind)


def decided(text: str = "arn:aws:s3:::b/k", **policies) -> Decision:
    """A decision about reading that resource."""
    return decide(Request("s3:GetObject", text, SESSION, {"aws:x": text}), Policies(**policies))


DECISIONS = {
    "refused by own policy": locker_decision(GINA),
    "allowed": locker_decision(JDOE),
    "denied explicitly": decided(identity=(policy(ALLOW, DENY),)),
    "no policy at all": decided(),
    "allowed by the bucket alone": decided(
        resource=(policy({**ALLOW, "Principal": {"AWS": SESSION_ARN}}, kind=PolicyKind.RESOURCE),)
    ),
    "long names": decided(
        "arn:aws:s3:::bucket/" + "a-very-long-name/" * 20,
        identity=(
            policy(
                {
                    **ALLOW,
                    "Resource": [f"arn:aws:s3:::bucket/{n}{'x' * 90}" for n in range(9)],
                    "Condition": {"StringEquals": {"aws:x": ["y" * 300, "z"]}},
                }
            ),
        ),
    ),
}
named_decisions = pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)


# --- the tree -----------------------------------------------------------------------------------


def test_a_refusal_is_told_from_the_verdict_down_to_the_element() -> None:
    """The verdict, the layer, the statement, the element, and what was compared with what."""
    lines = "\n".join(as_lines(reasons(locker_decision(GINA))))

    assert lines.startswith(f"✗ DENIED s3:GetObject: on arn:aws:s3:::lockers/{GINA}/photo.jpg")
    assert "   ✗ identity-based policy: has to allow, and no Allow applies (decides)" in lines
    assert '– Allow, statement 1 "OwnLocker" of "own-locker": does not apply' in lines
    assert "✓ Action: s3:GetObject fits s3:GetObject" in lines
    assert f"does not fit arn:aws:s3:::lockers/{JDOE}/*" in lines
    assert "written arn:aws:s3:::lockers/${cognito-identity.amazonaws.com:sub}/*" in lines


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param(
            "denied explicitly",
            "✗ identity-based policy: a Deny applies, and that ends the matter (decides)",
            id="a Deny ends the matter",
        ),
        pytest.param(
            "no policy at all",
            "✗ identity-based policy: has to allow, and there is no such policy (decides)",
            id="nothing allows",
        ),
        pytest.param(
            "allowed by the bucket alone",
            "✓ resource-based policy: has to allow, and an Allow applies (decides)",
            id="the resource's side grants",
        ),
    ],
)
def test_a_layer_says_what_it_means_for_the_verdict(name: str, says: str) -> None:
    """Each layer has a sentence of its own, and the one that decided says so."""
    assert f"   {says}" in as_lines(reasons(DECISIONS[name]))


def test_a_layer_that_was_not_asked_says_so() -> None:
    """Where others allow in its place, a layer with statements is neither good nor bad."""
    bucket = policy(
        {
            "Effect": "Allow",
            "Action": "s3:Get*",
            "Resource": "*",
            "Principal": {"AWS": SESSION_ARN},
        },
        kind=PolicyKind.RESOURCE,
    )

    root = reasons(decided(resource=(bucket,), identity=(policy(ALLOW),)))

    (identity,) = [part for part in root.inner if part.title == "identity-based policy"]
    assert identity.says == "an Allow applies, but it was not asked: others allow in its place"
    assert identity.sign is Sign.NEUTRAL and not identity.decides


@pytest.mark.parametrize(
    ("element", "says"),
    [
        pytest.param(
            {"NotAction": "s3:GetObject"}, "✗ NotAction: s3:GetObject is s3:GetObject", id="not me"
        ),
        pytest.param(
            {"NotAction": "s3:PutObject"}, "✓ NotAction: s3:GetObject is not s3:PutObject", id="me"
        ),
        pytest.param(
            {"Action": "*", "Condition": {"StringNotEquals": {"aws:x": "arn:aws:s3:::b/k"}}},
            "✗ Condition StringNotEquals aws:x: arn:aws:s3:::b/k is arn:aws:s3:::b/k",
            id="a negated condition",
        ),
        pytest.param(
            {"Action": "*", "Condition": {"StringEquals": {"aws:gone": "1"}}},
            "✗ Condition StringEquals aws:gone: (the request has no such key) does not fit 1",
            id="a key that is not there",
        ),
        pytest.param(
            {"Action": ["a:b", "s3:Get*", "c:d"]},
            "✓ Action: s3:GetObject fits s3:Get* (and 2 more)",
            id="of many, the one that fits",
        ),
    ],
)
def test_an_element_says_what_was_compared(element, says: str) -> None:
    """What opposites mean is said in words, and of many values the telling ones are shown."""
    statement = {"Effect": "Allow", "Resource": "*", **element}

    lines = [line.strip() for line in as_lines(reasons(decided(identity=(policy(statement),))))]

    assert says in lines


@pytest.mark.parametrize(
    ("name", "sid"),
    [
        pytest.param("refused by own policy", "OwnLocker", id="one element away"),
        pytest.param("allowed", None, id="nothing was missed"),
        pytest.param("denied explicitly", None, id="an Allow would not help"),
        pytest.param("no policy at all", None, id="there is no statement"),
    ],
)
def test_the_nearest_miss_is_the_allow_that_lacks_least(name: str, sid: str | None) -> None:
    """Of several statements, the one to look at first is the one with the fewest misses."""
    missed = nearest_miss(DECISIONS[name])

    assert (missed.sid if missed else None) == sid


# --- the picture --------------------------------------------------------------------------------


def texts_in(layout: WhyLayout) -> list[tuple[str, Box]]:
    """Every line of text with its space, and every number."""
    lines = [(w.line.text, w.line.box) for card in layout.cards for w in card.words]
    badges = [(f"number {card.number}", card.badge.box.grown(3)) for card in layout.cards]
    marks = [
        ("mark", Box(mark.x - 4, mark.y - 4, mark.x + 4, mark.y + 4))
        for card in layout.cards
        for mark in card.marks
    ]
    return lines + badges + marks


@named_decisions
@pytest.mark.parametrize("width", [720, 520, 420])
def test_nothing_lies_on_anything(decision: Decision, width: int) -> None:
    """Lines of text keep clear of each other, of the rails, and of the edges of the cards."""
    layout = lay_out_reasons(reasons(decision), width)

    texts = texts_in(layout)
    rails = [Box(r.x - 1, r.top, r.x + 1, r.y) for r in layout.rails]
    rails += [Box(r.x, r.y - 1, r.right, r.y + 1) for r in layout.rails]
    assert [
        f"{a} | {b}" for (a, one), (b, other) in itertools.combinations(texts, 2)
        if one.overlaps(other)
    ] == []  # fmt: skip
    assert [name for name, box in texts if any(box.overlaps(rail) for rail in rails)] == []
    for card in layout.cards:
        for words in card.words:
            box = words.line.box
            assert card.box.left < box.left and box.right < card.box.right, words.line.text
            assert card.box.top < box.top and box.bottom < card.box.bottom
        assert card.box.right <= layout.width and card.box.bottom <= layout.height


@named_decisions
def test_the_words_say_all_that_the_picture_says(decision: Decision) -> None:
    """Every line that one reads in the picture stands in the sentences, as they are uncut."""
    diagram = why_tree(decision)
    said = re.sub(r"\W", "", "".join(part.sentence() for _, part in reasons(decision).walk()))

    drawn = [line for line in texts_of(diagram.svg) if not line.isdigit()]
    own = re.compile(r"request|policy|written|.* must not be, and is:|.* does not fit:")
    bare = {line: re.sub(r"\W", "", line).replace("Thisdecides", "") for line in drawn}
    unsaid = [line for line in drawn if bare[line] not in said]
    assert [line for line in unsaid if not own.match(line) and not line.endswith("…")] == []


def test_every_part_is_a_step_of_its_own() -> None:
    """Each card can be lit, and its number stands in the list."""
    diagram = why_tree(locker_decision(GINA))

    groups = re.findall(r'class="sd-g s-(\d+)"', diagram.svg)
    assert [int(number) for number in groups] == list(range(1, len(diagram.steps) + 1))


def test_a_policy_of_very_many_statements_stands_in_the_list() -> None:
    """Beyond sixty parts there is no picture, one line says so, and the list says everything."""
    diagram = why_tree(decided(identity=(policy(*[DENY | {"Action": "a:b"}] * MOST_PARTS),)))

    assert diagram.svg == ""
    assert diagram.trouble == "No picture: 62 parts are too many for one; they stand in the list."
    assert len(diagram.steps) == MOST_PARTS + 2


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_text_is_shown_and_does_nothing(text: str) -> None:
    """Whatever a policy or a request holds stands in the picture as text."""
    svg = why_tree(with_text(text)).svg

    shown = re.sub(r"\s", "", "".join(texts_of(svg)))
    assert shown.count(re.sub(r"\s", "", clean(text))) >= 3
    assert vocabulary(svg) == vocabulary(why_tree(with_text("harmless")).svg)


def with_text(text: str) -> Decision:
    """A decision with the text in its resource, its context and its condition."""
    statement = {**ALLOW, "Condition": {"StringEquals": {"aws:x": f"not {text}"}}}
    return decided(text, identity=(policy(statement),))


def vocabulary(svg: str) -> set[str]:
    """The names of all elements and attributes."""
    elements = list(ET.fromstring(svg).iter())
    return {e.tag for e in elements} | {name for e in elements for name in e.attrib}
