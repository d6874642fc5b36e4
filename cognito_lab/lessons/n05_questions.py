"""N05's predictions, asked before the cell that shows it, and its recall questions."""

from __future__ import annotations

from cognito_lab.lessons.predictions import Option, Prediction, Question

PREDICTIONS = (
    Prediction(
        id="N05.P1",
        asks="gina signs in at Google for our app. Can we be sure not to get her Google password?",
        options=(
            Option("no: the app shows the field and passes the password on", "M61"),
            Option("no: Google sends it to the identity pool, encrypted", "M29"),
            Option("yes: only her browser and Google see it"),
        ),
        because="Yes. The page with the field is Google's. To us comes the signed result alone.",
    ),
    Prediction(
        id="N05.P2",
        asks="gina shows Google's token at the counter. Does our user pool know her now?",
        options=(
            Option("no: the user pool had no part in it"),
            Option("yes: everybody who signs in has a profile there", "M01"),
        ),
        because="No. On this way only Google and the identity pool take part.",
    ),
    Prediction(
        id="N05.P3",
        asks="gina comes once by Google and once by her user-pool password. One identity id?",
        options=(
            Option("one: it is the same human", "M54"),
            Option("two, until somebody links them"),
        ),
        because="Two. The counter knows logins, not humans, and these are two logins.",
    ),
    Prediction(
        id="N05.P4",
        asks="Six steps lead from a password to a file. Which change when Google vouches for gina?",
        options=(
            Option("step 1 falls away: there is no password", "M30"),
            Option("none: all six stay, and two differ inside"),
            Option("step 3 and 4: Google talks to the counter itself", "M29"),
        ),
        because=(
            "The six stay. Inside step 1 the password goes from the browser to Google, not through "
            "the app. Inside step 5 only a user-pool token can carry cognito:preferred_role."
        ),
    ),
)

RECALL = (
    Question(
        id="N05.R1",
        asks="A Google user came through the user pool. Under which key does her token go?",
        options=(
            Option("accounts.google.com: she is Google's", "M05"),
            Option("the user pool's name: its issuer signed the token"),
        ),
        because="The token's iss decides. The user pool issued it, whoever vouched for gina.",
    ),
    Question(
        id="N05.R2",
        asks="What does an identity pool need to know of Google?",
        options=(
            Option("the app id that Google's tokens carry as audience"),
            Option("the app's secret at Google", "M55"),
        ),
        because="The app id is public. The counter compares it with the token's aud.",
    ),
    Question(
        id="N05.R3",
        asks="Your phone app has an app id of its own at Google. What must the counter know?",
        options=(
            Option("nothing: it is the same project", "M04"),
            Option("that app id, too"),
        ),
        because="Tokens of the phone app carry its own id as audience, and audiences are compared.",
    ),
)
