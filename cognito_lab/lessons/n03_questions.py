"""N03's predictions, asked before the cell that shows it, and its recall questions."""

from __future__ import annotations

from cognito_lab.lessons.predictions import Option, Prediction, Question

PREDICTIONS = (
    Prediction(
        id="N03.P1",
        asks=(
            "Six tokens: one is good, one edited, one without signature, one ended, one for "
            "another app, one is an access token. How many does `jwt.decode` read, when it is told "
            "not to verify?"
        ),
        options=(
            Option("all six"),
            Option("five: not the one that ended", "M08"),
            Option("four: not the edited one and not the one without signature", "M02"),
            Option("one: the good one", "M02"),
        ),
        because=(
            "Without verifying, PyJWT only reads. It does not look at the signature, and "
            "it does not look at the end date or the audience either."
        ),
    ),
    Prediction(
        id="N03.P2",
        asks="An issuer begins to sign with a new key, and publishes it. Who is locked out?",
        options=(
            Option("everybody, until each app is changed", "M40"),
            Option("everybody who holds a token signed with the old key", "M40"),
            Option("those whose verifier kept one key and never reads the list again"),
        ),
        because=(
            "The old key stays in the list for a while, so "
            "old tokens still pass. A careful verifier reads the list again for a new kid."
        ),
    ),
    Prediction(
        id="N03.P3",
        asks="The clock of your server is 2 seconds slow. What breaks, if you allow no leeway?",
        options=(
            Option("nothing: two seconds are too little to matter", "M27"),
            Option("the newest tokens: they seem to come from the future"),
            Option("the oldest tokens: they end too early", "M27"),
        ),
        because=(
            "The `iat` of the newest tokens is ahead of your clock, and PyJWT refuses what was "
            "issued in the future. The old ones live two seconds longer, which nobody notices."
        ),
    ),
)

RECALL = (
    Question(
        id="N03.R1",
        asks="Who chooses the algorithm with which a signature is checked?",
        options=(
            Option("the one who checks, beforehand"),
            Option("the token, in its header", "M26"),
        ),
        because="The header is not checked yet, and an attacker writes it. Fix the algorithm.",
    ),
    Question(
        id="N03.R2",
        asks="The signature fits, and the issuer is right. Which question is still open?",
        options=(
            Option("none: the token is good", "M25"),
            Option("for which app it is, of which kind, and whether it has ended"),
        ),
        because="The same user pool signs tokens for other apps, of both kinds, for an hour each.",
    ),
    Question(
        id="N03.R3",
        asks="How does a verifier get the issuer's keys?",
        options=(
            Option("from the issuer's address, once, and again when a kid is unknown"),
            Option("from the issuer, anew for every token", "M08"),
            Option("from the token's header", "M26"),
        ),
        because="Keys are public and are kept. Only an unknown kid is a reason to read them again.",
    ),
)
