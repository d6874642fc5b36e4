"""N07 · Behind the counter: STS, roles, policies: exercises, predictions and recall questions.

Three exercises: repair a trust policy (STS is asked who gets in), decide nineteen requests by hand,
and write a policy for twelve probes. The account stands in `n07_account`, the requests in
`n07_requests`, the wrong evaluators in `n07_evaluators`, the probes in `n07_probes`, and the
questions in `n07_questions`.
"""

from __future__ import annotations

from cognito_lab.lessons import n07_account as account
from cognito_lab.lessons.came_back import error_in_words
from cognito_lab.lessons.exercise import Cell, Exercise, Tag, WrongAnswer
from cognito_lab.lessons.n07_account import build
from cognito_lab.lessons.n07_probes import rules
from cognito_lab.lessons.n07_questions import PREDICTIONS, RECALL
from cognito_lab.lessons.n07_requests import cases
from cognito_lab.lessons.n07_words import WRONG_EVALUATORS
from cognito_lab.lessons.tasks import Function, Rule, Seen, State

__all__ = ["EXERCISES", "EXPLAIN", "PREDICTIONS", "RECALL", "TITLE", "build"]

TITLE = "Behind the counter: STS, roles, policies"
EXPLAIN = "Explain to a colleague why a role needs two kinds of policies, and who reads which."

_TRUST = """def repair() -> None:
    condition = TODO
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": condition,
            }
        ],
    }
    iam.update_assume_role_policy(RoleName="album", PolicyDocument=json.dumps(trust))"""
_AUD = '"StringEquals": {"cognito-identity.amazonaws.com:aud": world.identity_pool_id}'
_AMR = '"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}'


def _with_condition(condition: str) -> Cell:
    return Cell(_TRUST.replace("TODO", condition))


def _not_taken(seen: Seen) -> str:
    """What IAM said to the new trust policy."""
    if seen.error is None:
        return "The trust policy of the role `album` was not changed."
    return f"IAM did not take the policy. It said: {error_in_words(seen.error)}"


REPAIR = Exercise(
    id="N07.E1",
    goal=(
        "Repair the trust policy of the role `album`: signed-in people of our identity pool get "
        "it, guests do not, and people of another pool do not."
    ),
    answer="repair",
    blank=Cell(_TRUST),
    solution=_with_condition("{\n        " + _AUD + ",\n        " + _AMR + ",\n    }"),
    because=(
        "`aud` says which identity pool, `amr` says signed in or guest. Without `aud` people of "
        "every identity pool get in, without `amr` your guests."
    ),
    hints=(
        "Print the trust policy of the role `reader`, and compare it with that of `album`.",
        "Two claims of the identity pool's token count: for which pool it is, and how somebody "
        "signed in.",
        "`StringEquals` with `cognito-identity.amazonaws.com:aud`, and `ForAnyValue:StringLike` "
        "with `cognito-identity.amazonaws.com:amr`.",
    ),
    task=State(
        rules=(
            Rule(
                "IAM took the policy",
                lambda seen: bool(seen.answered("UpdateAssumeRolePolicy")),
                _not_taken,
                "M42",
            ),
            Rule(
                "our people get in",
                account.ours_enter,
                "jdoe, signed in at our identity pool, does not get the role `album`.",
                "M01",
            ),
            Rule(
                "guests stay out",
                account.guests_stay_out,
                "jdoe gets the role. So does a guest, who never signed in.",
                "M43",
            ),
            Rule(
                "other pools stay out",
                account.others_stay_out,
                "It works. It also works for every identity pool in the world: STS gave the role "
                "to a person of another pool.",
                "M42",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("the condition deleted", _with_condition("{}"), "M42"),
        WrongAnswer(
            "the user pool's id",
            _with_condition("{" + _AUD.replace("identity_pool", "user_pool") + "}"),
            "M01",
        ),
        WrongAnswer("aud alone", _with_condition("{" + _AUD + "}"), "M43"),
        WrongAnswer("amr alone", _with_condition("{" + _AMR + "}"), "M42"),
    ),
    given=Cell('import json\n\niam = boto3_session(world.cloud).client("iam")'),
)

EVALUATE = Exercise(
    id="N07.E2",
    goal="Write `evaluate`: “Allow” or “Deny”, as IAM would decide. Nineteen requests try it.",
    answer="evaluate",
    blank=Cell(
        '''def evaluate(policy: dict, request: dict, session_policy: dict | None) -> str:
    """What IAM says to a request: "Allow" or "Deny"."""
    return TODO'''
    ),
    solution=Cell(
        '''import fnmatch
import re


def evaluate(policy: dict, request: dict, session_policy: dict | None) -> str:
    """What IAM says to a request: "Allow" or "Deny"."""
    layers = [policy] if session_policy is None else [policy, session_policy]
    return "Allow" if all(allows(layer, request) for layer in layers) else "Deny"


def allows(policy, request):
    effects = [one["Effect"] for one in policy["Statement"] if fits(one, request)]
    return "Allow" in effects and "Deny" not in effects


def fits(statement, request):
    known, resource = request["Context"], statement["Resource"]
    for key in re.findall(r"\\$\\{(.+?)\\}", resource):
        if key not in known:
            return False
        resource = resource.replace("${" + key + "}", known[key])
    wanted = statement.get("Condition", {}).get("StringEquals", {})
    return (
        fnmatch.fnmatchcase(request["Action"].lower(), statement["Action"].lower())
        and fnmatch.fnmatchcase(request["Resource"], resource)
        and all(known.get(key) == value for key, value in wanted.items())
    )'''
    ),
    because=(
        "A Deny that fits ends the matter, wherever it stands. Else an Allow is needed. A session "
        "policy narrows: it has to allow, too."
    ),
    hints=(
        "First find the statements that fit. Only then look at their effects.",
        "A statement fits if action, resource and condition fit. Mind large and small letters.",
        '`fnmatch.fnmatchcase(text, pattern)` reads `*`. Then: `"Allow" in effects and "Deny" not '
        "in effects`, once for each policy.",
    ),
    task=Function(cases=cases),
    wrong_answers=WRONG_EVALUATORS,
)

_POLICY = '''def my_policy() -> dict:
    """What a signed-in person may do in the bucket photos."""
    statements = TODO
    return {"Version": "2012-10-17", "Statement": statements}'''
_OWN = "arn:aws:s3:::photos/${cognito-identity.amazonaws.com:sub}/*"
_THREE = f'''[
        {{
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            "Resource": "{_OWN}",
        }},
        {{
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::photos/public/*",
        }},
        {{
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::photos",
            "Condition": {{"StringEquals": {{"s3:prefix": "public/"}}}},
        }},
    ]'''
_EVERYTHING = '[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]'
_WORKS = 'Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]'


def _with_statements(statements: str) -> Cell:
    return Cell(_POLICY.replace("TODO", statements))


LEAST = Exercise(
    id="N07.E3",
    tag=Tag.STRETCH,
    goal=(
        "Write a policy for the bucket `photos`: the own folder (read, put, delete), the folder "
        "`public/` (read, list), and nothing else. Twelve probes try it."
    ),
    answer="my_policy",
    blank=Cell(_POLICY),
    solution=_with_statements(_THREE),
    because=(
        "Three statements, each as narrow as its sentence. Listing is an action on the bucket; the "
        "condition `s3:prefix` says which part of it. The variable gives everybody one folder."
    ),
    hints=(
        "Say each permission as a sentence: who may do what to which files?",
        "The own folder has the identity id as its name. Listing needs the bucket, not its files.",
        "Three statements; `${cognito-identity.amazonaws.com:sub}` in one resource, "
        '`"StringEquals": {"s3:prefix": …}` in one condition.',
    ),
    task=State(rules=rules()),
    wrong_answers=(
        WrongAnswer("everything", _with_statements(_EVERYTHING), "M50"),
        WrongAnswer(
            "a folder by user name",
            _with_statements(_THREE.replace("${cognito-identity.amazonaws.com:sub}", "jdoe")),
            "M12",
        ),
        WrongAnswer(
            "a star for the person",
            _with_statements(_THREE.replace("${cognito-identity.amazonaws.com:sub}", "us-east-*")),
            "M12",
        ),
        WrongAnswer(
            "list on the files",
            _with_statements(_THREE.replace(':photos",', ':photos/*",')),
            "M51",
        ),
        WrongAnswer(
            "list without a condition",
            _with_statements(
                _THREE.replace('"Condition": {"StringEquals": {"s3:prefix": "public/"}},', "")
            ),
            "M51",
        ),
        WrongAnswer(
            "every action on the own folder",
            _with_statements(_THREE.replace(_WORKS, 'Action": "s3:*"')),
            "M50",
        ),
    ),
)

EXERCISES = (REPAIR, EVALUATE, LEAST)
