"""N04's predictions, asked before the cell that shows it, and its recall questions."""

from __future__ import annotations

from cognito_lab.lessons.predictions import Option, Prediction, Question

PREDICTIONS = (
    Prediction(
        id="N04.P1",
        asks="lee has just signed up and has typed no code yet. What is lee's status?",
        options=(
            Option("CONFIRMED: the account is there", "M21"),
            Option("UNCONFIRMED: the address is not proven"),
            Option("FORCE_CHANGE_PASSWORD: a new password is due", "M22"),
        ),
        because=(
            "UNCONFIRMED. The pool has sent a code to the address, and waits until it comes back."
        ),
    ),
    Prediction(
        id="N04.P2",
        asks="lee types the right password now, before the code. What happens?",
        options=(
            Option("the pool says that the user is not confirmed"),
            Option("lee gets tokens: the password is right", "M21"),
            Option("the pool answers “Incorrect username or password.”", "M28"),
        ),
        because="The password is right, and the account is not confirmed. The pool says just that.",
    ),
    Prediction(
        id="N04.P3",
        asks="ivan was invited and lost the temporary password. Does “forgot password” help?",
        options=(
            Option("no: in this state the pool refuses"),
            Option("yes: a code goes to his address", "M22"),
        ),
        because=(
            "No. FORCE_CHANGE_PASSWORD waits for the answer to a challenge. The administrator can "
            "send the invitation again."
        ),
    ),
    Prediction(
        id="N04.P4",
        asks="jdoe signs in by SRP. Where in the messages is the password?",
        options=(
            Option("in SRP_A, encrypted", "M23"),
            Option("in PASSWORD_CLAIM_SIGNATURE, as a hash of it", "M23"),
            Option("nowhere: a proof travels"),
        ),
        because=(
            "Nowhere. Both sides reach the same secret number, each from what it knows. Only "
            "somebody who knows the password can sign with that number."
        ),
    ),
)

RECALL = (
    Question(
        id="N04.R1",
        asks="An app that runs on people's phones: should its client have a secret?",
        options=(
            Option("yes: it is safer", "M20"),
            Option("no: whoever has the app can read it"),
        ),
        because=(
            "A public app cannot keep a secret. A server can; each of its calls then needs a hash."
        ),
    ),
    Question(
        id="N04.R2",
        asks="May signed-in users change their own e-mail address in the directory?",
        options=(
            Option("yes, unless the app client says no"),
            Option("never: the administrator writes attributes", "M24"),
        ),
        because="The app client's WriteAttributes say which attributes its users may write.",
    ),
    Question(
        id="N04.R3",
        asks="A wrong password and an unknown user get the same words. Why is that good?",
        options=(
            Option("it is not: people should know what was wrong", "M28"),
            Option("nobody can find out who has an account"),
        ),
        because="PreventUserExistenceErrors gives one answer for both, so names cannot be tried.",
    ),
)
