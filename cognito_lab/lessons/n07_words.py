"""What each wrong evaluator of N07 hears: what was observed, never the fix."""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.lessons.exercise import WrongAnswer
from cognito_lab.lessons.n07_evaluators import WRONG

_HEARD: Mapping[str, tuple[str, str]] = {
    "first match": (
        "M44",
        "The request “{item}”: your function said {came_back}. A Deny stood below the Allow.",
    ),
    "last match": (
        "M44",
        "The request “{item}”: your function said {came_back}. A Deny stood above the Allow.",
    ),
    "any allow": ("M44", "Two requests met a Deny. Your function said {came_back} to both."),
    "allow unless denied": (
        "M45",
        "The request “{item}”: no statement speaks of it, and your function said {came_back}.",
    ),
    "case of actions": (
        "M46",
        "The policy says s3:getobject, the request s3:GetObject; your function said {came_back}.",
    ),
    "case of resources": (
        "M46",
        "The policy names the file A.JPG, the request a.jpg; your function said {came_back}.",
    ),
    "prefix match": (
        "M46",
        "The policy names photos/a, the request photos/a.jpg; your function said {came_back}.",
    ),
    "star stops at slash": (
        "M46",
        "The policy says photos/*, and the file lies two folders below; your function said "
        "{came_back}.",
    ),
    "variable not replaced": (
        "M47",
        "jdoe asked for a photo of her own folder, and your function said {came_back}.",
    ),
    "variable kept": (
        "M47",
        "A request without an identity id named a folder like the variable itself; your function "
        "said {came_back}.",
    ),
    "variable starred": (
        "M47",
        "jdoe asked for a photo of gina's folder, and your function said {came_back}.",
    ),
    "conditions ignored": (
        "M48",
        "The condition wants the prefix public/, the request says secret/; your function said "
        "{came_back}.",
    ),
    "missing key true": (
        "M48",
        "The condition asks for s3:prefix, the request has none; your function said {came_back}.",
    ),
    "session policy ignored": (
        "M18",
        "The role allows it, the session policy does not; your function said {came_back}.",
    ),
    "session policy added": (
        "M49",
        "Once the role alone allowed it, once the session policy alone; your function said "
        "{came_back} to both.",
    ),
    "session policy replacing": (
        "M49",
        "Only the session policy allows it, the role does not; your function said {came_back}.",
    ),
}

WRONG_EVALUATORS = tuple(
    WrongAnswer(name, WRONG[name], misconception, says)
    for name, (misconception, says) in _HEARD.items()
)
