"""N09 · Groups and roles: exercises, predictions and recall questions.

Three exercises: let the counter look at groups, choose a role for seventeen people (`n09_cases`,
the wrong answers in `n09_resolvers`), and write rules. The account is in `n09_groups`.
"""

from __future__ import annotations

from cognito_lab.lessons import n09_groups as groups
from cognito_lab.lessons.exercise import Cell, Exercise, WrongAnswer
from cognito_lab.lessons.n09_cases import cases
from cognito_lab.lessons.n09_questions import PREDICTIONS, RECALL
from cognito_lab.lessons.n09_resolvers import WRONG_RESOLVERS
from cognito_lab.lessons.tasks import Function, Rule, Seen, State

TITLE = "Groups and roles"
EXPLAIN = "Explain who chooses jdoe's role, and what three things have to be right for it."
build = groups.build

# --- E1: let the counter look at groups -----------------------------------------------------------


def _set_up(mapping: str, default: str = "journey-default") -> Cell:
    mapped = f"{{provider: {mapping}}}" if mapping else "{}"
    return Cell(
        "def look_at_groups():\n"
        "    counter_admin.set_identity_pool_roles(\n"
        "        IdentityPoolId=world.identity_pool_id,\n"
        "        Roles={\n"
        f'            "authenticated": roles["{default}"],\n'
        '            "unauthenticated": roles["journey-guest"],\n'
        "        },\n"
        f"        RoleMappings={mapped},\n"
        "    )"
    )


_BY_TOKEN = '{{"Type": "Token", "AmbiguousRoleResolution": "{}"}}'


def _gets(who: str) -> str:
    return f"{who} signed in and got: "


def _about_gina(seen: Seen) -> str:
    role = groups.role_of(seen, "gina")
    if role == "journey-editors":
        return "jdoe is an editor. gina is an editor now."
    return f"{_gets('gina, who comes from Google,')}{role}"


GIVE_ROLE = Exercise(
    id="N09.E1",
    goal=(
        "jdoe, an editor, gets the editors' role. gina keeps the default role. uma comes from the "
        "user pool and is in no group: she is refused."
    ),
    answer="look_at_groups",
    blank=_set_up("TODO"),
    solution=_set_up(_BY_TOKEN.format("Deny")),
    because=(
        "A mapping of the type Token takes the role that the ID token names. gina's provider has "
        "no mapping, so she gets the default. uma's token names no role, and Deny refuses her."
    ),
    hints=(
        "A mapping is a dict with two entries here.",
        "The role stands in jdoe's token already. Tell the pool to take it from there.",
        '`"Type"` is Token or Rules. `"AmbiguousRoleResolution"` is AuthenticatedRole or Deny.',
    ),
    task=State(
        rules=(
            Rule(
                "jdoe is an editor",
                lambda seen: groups.role_of(seen, "jdoe") == "journey-editors",
                lambda seen: f"{_gets('jdoe')}{groups.role_of(seen, 'jdoe')}",
                "M63",
            ),
            Rule(
                "gina is not",
                lambda seen: groups.role_of(seen, "gina") == "journey-default",
                _about_gina,
                "M59",
            ),
            Rule(
                "uma is refused",
                lambda seen: not groups.role_of(seen, "uma").startswith("journey-"),
                lambda seen: f"{_gets('uma, who is in no group,')}{groups.role_of(seen, 'uma')}",
                "M09",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("no mapping", _set_up(""), "M63"),
        WrongAnswer("the pool's default", _set_up("", "journey-editors"), "M59"),
        WrongAnswer("default in doubt", _set_up(_BY_TOKEN.format("AuthenticatedRole")), "M09"),
    ),
    given=Cell(
        "from cognito_lab.lessons.n09_groups import mapped_provider, role_arns\n\n"
        'counter_admin = boto3_session(world.cloud).client("cognito-identity")\n'
        "roles, provider = role_arns(), mapped_provider(world)"
    ),
)

# --- E2: choose the role ------------------------------------------------------------------

_GIVEN = '''def resolve_role(person, mapping, default, custom):
    """The role that the counter lends to this person: its name, or "DENY"."""
    groups, claims = person["groups"], person["claims"]
    if mapping is None:
        return default
    if mapping["Type"] == "Rules":
        fitting = [rule for rule in mapping["Rules"] if fits(rule, claims)]
        listed = [rule["Role"] for rule in fitting]
        preferred = listed[0] if listed else None
    else:
        listed = [group["role"] for group in groups]
'''

FITS = Cell(
    """def fits(rule, claims):
    value, wanted = claims.get(rule["Claim"]), rule["Value"]
    if value is None:
        return False
    return {
        "Equals": value == wanted,
        "NotEqual": value != wanted,
        "StartsWith": value.startswith(wanted),
        "Contains": wanted in value,
    }[rule["MatchType"]]"""
)

RESOLVE = Exercise(
    id="N09.E2",
    goal="Finish `resolve_role`: the role's name, or “DENY”. Seventeen people try it.",
    answer="resolve_role",
    blank=Cell(
        _GIVEN + "        preferred = TODO  # the best group's role; None for no group or a tie\n"
        "    return TODO  # the app's wish, then the preferred role, then the setting"
    ),
    solution=Cell(
        _GIVEN
        + """        preferred = best_role(groups)
    if custom is not None:
        return custom if custom in listed else "DENY"
    if preferred is not None:
        return preferred
    return "DENY" if mapping["AmbiguousRoleResolution"] == "Deny" else default


def best_role(groups):
    def rank(group):
        number = group["precedence"]
        return float("inf") if number is None else number

    best = min(map(rank, groups), default=None)
    roles = {group["role"] for group in groups if rank(group) == best}
    return roles.pop() if len(roles) == 1 else None"""
    ),
    because=(
        "First the mapping: groups or rules say which roles are listed, and which one is "
        "preferred. Then the app's wish, which must be listed. Then the preferred role. Only if "
        "there is none, the setting decides between default and refusal."
    ),
    hints=(
        "Print the ladder above once more: the order of its rungs is the order of your ifs.",
        "The lowest precedence wins; None comes last. Two best groups with two roles give no "
        "preferred role.",
        "`best = min(…)`, then the *set* of the roles of all groups with that rank. Is its length "
        "1?",
    ),
    task=Function(cases=cases),
    wrong_answers=WRONG_RESOLVERS,
    given=FITS,
)

# --- E3: rules ------------------------------------------------------------------


def _rule(kind: str, value: str, role: str) -> str:
    return (
        f'        {{"Claim": "email", "MatchType": "{kind}", "Value": "{value}",\n'
        f'         "RoleARN": roles["journey-{role}"]}},\n'
    )


def _my_rules(*rules: str) -> Cell:
    listed = "".join(rules)
    return Cell(f"def my_rules():\n    return [\n{listed}    ]")


_JDOE = _rule("Equals", "jdoe@example.com", "editors")
_ALL = _rule("Contains", "@example.com", "default")


def _got(seen: Seen, who: str) -> str:
    return groups.roles_by_rules(seen)[who]


def _expect(who: str, role: str, misconception: str) -> Rule:
    return Rule(
        f"{who} gets {role}",
        lambda seen: _got(seen, who) == role,
        lambda seen: f"By your rules {groups.EMAILS[who]} got: {_got(seen, who)}",
        misconception,
    )


RULES = Exercise(
    id="N09.E3",
    goal=(
        "Write rules on the claim `email`: jdoe@example.com is an editor, everybody else with "
        "@example.com gets the default role, and all others are refused."
    ),
    answer="my_rules",
    blank=Cell("def my_rules():\n    return TODO  # a list of rules, the first that fits decides"),
    solution=_my_rules(_JDOE, _ALL),
    because=(
        "Rules are read from the top, and the first that fits decides. So the narrow rule stands "
        "above the wide one. Whom no rule fits, the setting refuses."
    ),
    hints=(
        "Two sentences, two rules.",
        "Which of them must stand first, so that jdoe meets it?",
        '`{"Claim": "email", "MatchType": "Equals", "Value": …, "RoleARN": roles["…"]}`, and one '
        "with Contains.",
    ),
    task=State(
        rules=(
            _expect("uma", "journey-default", "M60"),
            _expect("jdoe", "journey-editors", "M60"),
            _expect("jdoe.fan", "journey-default", "M39"),
            Rule(
                "max is refused",
                lambda seen: not _got(seen, "max").startswith("journey-"),
                lambda seen: f"{groups.EMAILS['max']} got: {_got(seen, 'max')}",
                "M50",
            ),
        )
    ),
    wrong_answers=(
        WrongAnswer("only the editor", _my_rules(_JDOE), "M60"),
        WrongAnswer("the wide rule first", _my_rules(_ALL, _JDOE), "M60"),
        WrongAnswer(
            "a part of the name", _my_rules(_rule("Contains", "jdoe", "editors"), _ALL), "M39"
        ),
        WrongAnswer(
            "everybody who is not jdoe",
            _my_rules(_JDOE, _rule("NotEqual", "jdoe@example.com", "default")),
            "M50",
        ),
    ),
    given=Cell("from cognito_lab.lessons.n09_groups import role_arns\n\nroles = role_arns()"),
)

EXERCISES = (GIVE_ROLE, RESOLVE, RULES)

__all__ = ["EXERCISES", "EXPLAIN", "PREDICTIONS", "RECALL", "TITLE", "build"]
