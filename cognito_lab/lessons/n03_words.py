"""What each wrong verifier of N03 hears: what was observed, never the fix."""

from __future__ import annotations

from cognito_lab.lessons import n03_verifiers as verifiers
from cognito_lab.lessons.exercise import WrongAnswer

WRONG_VERIFIERS = (
    WrongAnswer(
        "decode only",
        verifiers.decode_only,
        "M02",
        "Your verifier accepted the token “{item}”: a claim in it was changed after signing.",
    ),
    WrongAnswer(
        "split and read",
        verifiers.split_and_read,
        "M02",
        "Your verifier accepted the token “{item}”, and even a text that is not a JWT.",
    ),
    WrongAnswer(
        "first key",
        verifiers.first_key,
        "M40",
        "Your verifier refused the token “{item}”. The issuer signed it with another of its keys.",
    ),
    WrongAnswer(
        "no aud",
        verifiers.no_audience,
        "M25",
        "Your verifier accepted a token made for another app. Whose door would that open?",
    ),
    WrongAnswer(
        "no iss",
        verifiers.no_issuer,
        "M25",
        "Your verifier accepted a token whose `iss` names another user pool.",
    ),
    WrongAnswer(
        "no token_use",
        verifiers.no_use,
        "M25",
        "Your verifier accepted an access token. It names your app, but what is it for?",
    ),
    WrongAnswer(
        "no leeway",
        verifiers.no_leeway,
        "M27",
        "Your verifier refused the token “{item}”. It is genuine, and two seconds young.",
    ),
    WrongAnswer(
        "a day of leeway",
        verifiers.a_day_of_leeway,
        "M27",
        "Your verifier accepted a token that ended an hour ago. It refused one that ended 30 "
        "days ago.",
    ),
    WrongAnswer(
        "exp optional",
        verifiers.exp_optional,
        "M25",
        "Your verifier accepted a token without `exp`. When would that token end?",
    ),
    WrongAnswer(
        "exp off",
        verifiers.exp_off,
        "M08",
        "Your verifier accepted tokens that ended an hour and 30 days ago, and one without `exp`.",
    ),
    WrongAnswer(
        "key from the header",
        verifiers.key_from_header,
        "M26",
        "Your verifier accepted a token that brought its own key along. Who made that key?",
    ),
    WrongAnswer(
        "issuer from the token",
        verifiers.issuer_from_token,
        "M26",
        "Your verifier accepted a token of another user pool. Who told it which issuer to ask?",
    ),
    WrongAnswer(
        "hand-made alg switch",
        verifiers.alg_switch,
        "M26",
        "Your verifier accepted the token “{item}”. Who chose how it was to be checked?",
    ),
    WrongAnswer(
        "expired swallowed",
        verifiers.expired_swallowed,
        "M08",
        "Your verifier saw that a token had ended, and gave back its claims all the same.",
    ),
    WrongAnswer(
        "returns nothing",
        verifiers.returns_nothing,
        "M41",
        "Your verifier refused every bad token. For the token “{item}”, {came_back} came back.",
    ),
)

WRONG_ACCESS_VERIFIERS = (
    WrongAnswer(
        "looks for aud",
        verifiers.access_by_audience,
        "M13",
        "Your verifier refused the token “{item}”. Is there an `aud` in it?",
    ),
    WrongAnswer(
        "decode only",
        verifiers.decode_only,
        "M02",
        "Your verifier accepted a token whose scope was changed after signing.",
    ),
    WrongAnswer(
        "for any app",
        verifiers.access_for_any_app,
        "M25",
        "Your verifier accepted an access token that was made for another app.",
    ),
    WrongAnswer(
        "of any use",
        verifiers.access_of_any_use,
        "M32",
        "Your verifier accepted the token “{item}”. Which claim says what kind a token is?",
    ),
    WrongAnswer(
        "of any issuer",
        verifiers.access_of_any_issuer,
        "M25",
        "Your verifier accepted an access token whose `iss` names another user pool.",
    ),
)
