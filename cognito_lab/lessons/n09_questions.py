"""N09's predictions, asked before the cell that shows it, and its recall questions."""

from __future__ import annotations

from cognito_lab.lessons.predictions import Option, Prediction, Question

PREDICTIONS = (
    Prediction(
        id="N09.P1",
        asks=(
            "jdoe is in the group editors, which has a role. The pool takes roles from tokens. "
            "gina comes from Google. Who gets which role?"
        ),
        options=(
            Option("jdoe the editors' role, gina the default role"),
            Option("both get the default role: groups count in the user pool alone", "M63"),
            Option("both get the editors' role: it is one identity pool", "M59"),
        ),
        because=(
            "jdoe's token names the role, and the pool takes it. Google's token names none, and "
            "Google is not mapped: gina gets the default role of the same pool."
        ),
    ),
    Prediction(
        id="N09.P2",
        asks="Somebody is in two groups, with the precedence 10 and 20. Whose role is preferred?",
        options=(Option("the one with 10"), Option("the one with 20", "M57")),
        because="A lower number goes first; 0 is the best, no number the worst.",
    ),
    Prediction(
        id="N09.P3",
        asks="Two groups have the same precedence and two different roles. What is in the token?",
        options=(
            Option("both roles add up in preferred_role", "M09"),
            Option("both in roles, and no preferred_role at all"),
            Option("the role of the group that was joined first", "M09"),
        ),
        because="The claim cognito:preferred_role is absent. The pool's setting then decides.",
    ),
    Prediction(
        id="N09.P4",
        asks="jdoe's app asks for a role that none of jdoe's groups has. What does it get?",
        options=(
            Option("that role, as long as it trusts the pool", "M58"),
            Option("jdoe's usual role", "M58"),
            Option("a refusal"),
        ),
        because="Only a role that the token lists may be asked for.",
    ),
)

RECALL = (
    Question(
        id="N09.R1",
        asks="jdoe joined a group a minute ago, and the app still gets the old role. Why?",
        options=(
            Option("the app shows a token from before"),
            Option("the identity pool needs some time", "M17"),
        ),
        because="Claims are of the moment of issue. A new token shows the group.",
    ),
    Question(
        id="N09.R2",
        asks="Two groups have the same precedence and different roles; the pool says Deny. Then …",
        options=(
            Option("the person gets both roles", "M09"),
            Option("the counter refuses"),
        ),
        because="A tie leaves preferred_role out, and Deny refuses whoever has none.",
    ),
    Question(
        id="N09.R3",
        asks="Somebody is in two groups with different precedence. Whose role is preferred?",
        options=(
            Option("that of the lower number"),
            Option("that of the higher number", "M57"),
        ),
        because="Precedence 0 is the best.",
    ),
)
