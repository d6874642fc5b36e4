"""N07's predictions, asked before the cell that shows it, and its recall questions."""

from __future__ import annotations

from cognito_lab.lessons.predictions import Option, Prediction, Question

PREDICTIONS = (
    Prediction(
        id="N07.P1",
        asks="A policy allows reading all photos. Below stands a Deny for one folder. Who wins?",
        options=(
            Option("the Deny"),
            Option("the Allow: it comes first", "M44"),
            Option("the last one, whichever it is", "M44"),
        ),
        because=(
            "An explicit Deny wins, wherever it stands. The order of statements has no meaning in "
            "IAM."
        ),
    ),
    Prediction(
        id="N07.P2",
        asks="A policy allows s3:ListBucket on arn:aws:s3:::photos/*. Can one list the bucket?",
        options=(
            Option("yes: the star covers everything in the bucket", "M51"),
            Option("no"),
            Option("yes, but only folders", "M51"),
        ),
        because=(
            "Listing is an action on the bucket, arn:aws:s3:::photos. The pattern photos/* covers "
            "files, and the bucket's own ARN has no slash."
        ),
    ),
    Prediction(
        id="N07.P3",
        asks=(
            "The role of guests allows every action on everything. May a guest list the roles of "
            "the account?"
        ),
        options=(
            Option("yes: the role allows it", "M18"),
            Option("yes, and create new ones, too", "M18"),
            Option("no"),
        ),
        because=(
            "In the enhanced flow the identity pool hands STS a session policy for guests, and it "
            "names a few services only. IAM is not among them."
        ),
    ),
    Prediction(
        id="N07.P4",
        asks="A trust policy asks for amr authenticated, and not for aud. Who else gets in?",
        options=(
            Option("nobody: people must have signed in", "M42"),
            Option("signed-in people of every other identity pool"),
            Option("guests of our own pool", "M43"),
        ),
        because=(
            "Whoever has an identity pool, in any account, can sign people in there. Only aud says "
            "that it must be ours."
        ),
    ),
)

RECALL = (
    Question(
        id="N07.R1",
        asks="Which policy says who may take a role?",
        options=(
            Option("its permission policy", "M10"),
            Option("its trust policy"),
            Option("the session policy", "M49"),
        ),
        because="The trust policy says who; the permission policies say what.",
    ),
    Question(
        id="N07.R2",
        asks="No statement fits a request. What does IAM say?",
        options=(Option("Deny"), Option("Allow", "M45")),
        because="Without an Allow the answer is no. That is called an implicit deny.",
    ),
    Question(
        id="N07.R3",
        asks="What does a session policy do?",
        options=(
            Option("it adds to what the role allows", "M49"),
            Option("it takes the place of the role's policies", "M49"),
            Option("it narrows what the role allows"),
        ),
        because="Both have to allow: the role's policies and the session policy.",
    ),
    Question(
        id="N07.R4",
        asks="An app goes to STS itself, by the basic flow. What is different?",
        options=(
            Option("nothing: it is just the older way", "M19"),
            Option("the calls alone: a wrong trust policy is answered in the same words", "M11"),
            Option("the app names the role, and STS answers in its own words"),
        ),
        because=(
            "The app hears STS itself: AccessDenied, where the counter speaks of a configuration. "
            "A pool can refuse the basic flow, and one with role mappings always does."
        ),
    ),
)
