"""N09 · Groups and roles: its exercises are sound, and its battery says what the pool says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from course_files import read
from proofs import prove, prove_no_luck, tried

from cognito_lab import boto3_session, new_cloud
from cognito_lab.lessons import n09
from cognito_lab.lessons import n09_groups as groups
from cognito_lab.lessons.exercise import Cell, Exercise
from cognito_lab.lessons.journey.world import trust
from cognito_lab.lessons.n09_cases import DEFAULT, DENY, PEOPLE, Person, cases
from cognito_lab.lessons.n09_resolvers import WRONG, Resolver

ROLES = (DEFAULT, *sorted({role for person in PEOPLE for _, _, role in person.groups} | {"owner"}))
RULED = ("seller", "staff")
DENIED = "The ambiguous role mapping rules for: <provider> denied this request."


@pytest.mark.parametrize("exercise", n09.EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_of_n09_is_sound(exercise: Exercise) -> None:
    """Untouched, right and wrong answers are told apart, each with its own words."""
    prove(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", n09.EXERCISES, ids=lambda exercise: exercise.id)
def test_no_wrong_answer_of_n09_passes_by_luck(exercise: Exercise) -> None:
    """In twenty worlds every wrong answer fails, and no two of them look alike."""
    prove_no_luck(exercise)


def test_the_rule_that_the_notebook_gives_is_the_one_that_is_proved() -> None:
    """`fits` stands in a cell above the exercise, word for word as the proofs use it."""
    (cell,) = (cell for cell in read("N09").cells if cell.cell.id == "n09-fits")

    assert cell.source == n09.FITS


def test_the_resolver_with_no_rule_turned_is_right() -> None:
    """Each wrong resolver differs from a right one in one rule."""
    assert [Resolver()(*case.arguments) for case in cases(None)] == [one.right for one in PEOPLE]


def test_fifteen_wrong_resolvers_are_all_told_apart() -> None:
    """Each fails in its own cases, with its own answers."""
    found = {
        name: frozenset(
            (case.id, came)
            for case in cases(None)
            if (came := resolver(*case.arguments)) != case.right
        )
        for name, resolver in WRONG.items()
    }

    assert len(found) == 15
    assert all(found.values())
    assert len(set(found.values())) == 15


@pytest.mark.parametrize(
    ("resolver", "answer"),
    [
        pytest.param(Resolver(), DENY, id="right"),
        pytest.param(WRONG["first listed"], "payroll", id="first listed"),
        pytest.param(WRONG["tie picks first"], "editor", id="tie picks first"),
    ],
)
def test_the_seventeenth_person_parts_the_list_from_the_tie(
    resolver: Resolver, answer: str
) -> None:
    """Payroll stands first with 5, and two better groups tie: three beliefs, three answers."""
    seventeenth = cases(None)[16]

    assert resolver(*seventeenth.arguments) == answer


@pytest.mark.parametrize(
    ("mapping", "roles"),
    [
        pytest.param("", ["journey-default"] * 3, id="no mapping"),
        pytest.param(
            "AuthenticatedRole",
            ["journey-editors", "journey-default", "journey-default"],
            id="by token, in doubt the default",
        ),
        pytest.param(
            "Deny", ["journey-editors", "journey-default", DENIED], id="by token, or deny"
        ),
    ],
)
def test_who_gets_which_role(mapping: str, roles: list[str]) -> None:
    """The mapping serves jdoe, gina never meets it, and uma depends on the setting."""
    world = n09.build(9)
    provider = groups.mapped_provider(world)
    groups.set_roles(world, {provider: groups.by_token(mapping)} if mapping else {})

    found = [
        groups.role_for(world, groups.logins_of(world, who)) for who in ("jdoe", "gina", "uma")
    ]

    assert [role.replace(provider, "<provider>") for role in found] == roles


def test_an_old_token_does_not_know_the_new_group() -> None:
    """Who joins a minute after signing in has the default role until a new token comes."""
    world = n09.build(9)
    provider = groups.mapped_provider(world)
    groups.set_roles(world, {provider: groups.by_token("AuthenticatedRole")})
    before = groups.logins_of(world, "uma")
    world.cloud.clock.advance(minutes=1)
    boto3_session(world.cloud).client("cognito-idp").admin_add_user_to_group(
        UserPoolId=world.user_pool_id, Username="uma", GroupName="editors"
    )

    assert groups.role_for(world, before) == "journey-default"
    assert groups.role_for(world, groups.logins_of(world, "uma")) == "journey-editors"


@pytest.mark.parametrize("setting", ["Deny", "AuthenticatedRole"])
def test_jdoe_may_not_ask_for_the_default_role(setting: str) -> None:
    """The role trusts whoever signed in, and jdoe's token does not list it: refused."""
    world = n09.build(9)
    groups.set_roles(world, {groups.mapped_provider(world): groups.by_token(setting)})
    counter = boto3_session(world.cloud, credentials={}).client("cognito-identity")
    logins = groups.logins_of(world, "jdoe")
    who = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]
    asked = {"IdentityId": who, "Logins": logins}
    roles = groups.role_arns()

    with pytest.raises(counter.exceptions.NotAuthorizedException):
        counter.get_credentials_for_identity(**asked, CustomRoleArn=roles["journey-default"])

    assert counter.get_credentials_for_identity(**asked, CustomRoleArn=roles["journey-editors"])


def test_the_first_exercise_can_be_checked_after_the_whole_lesson() -> None:
    """Later uma joins the editors; going back and pressing Check once more says right, too."""
    joined = (
        '\nboto3_session(world.cloud).client("cognito-idp").admin_add_user_to_group('
        '\n    UserPoolId=world.user_pool_id, Username="uma", GroupName="editors")'
    )
    later = replace(n09.GIVE_ROLE, given=Cell(n09.GIVE_ROLE.given + joined))

    assert tried(later, later.solution).passed


def test_who_maps_google_too_reads_what_happened_to_gina() -> None:
    """She is refused then, and the check does not call her an editor."""
    cell = n09.GIVE_ROLE.solution.replace(
        "RoleMappings={",
        'RoleMappings={"accounts.google.com": ' + str(groups.by_token("Deny")) + ", ",
    )

    outcome = tried(n09.GIVE_ROLE, Cell(cell))

    assert "gina, who comes from Google, signed in and got: The ambiguous" in outcome.words


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.id)
def test_the_real_counter_agrees_with_the_battery(person: Person) -> None:
    """Groups, token, mapping and credentials, all of it through boto3."""
    assert Account(person).role_lent() == person.right


class Account:
    """An account made for one person of the battery."""

    def __init__(self, person: Person) -> None:
        self.person, self.cloud = person, new_cloud(seed=1)
        self.admin = boto3_session(self.cloud)
        self.idp = self.admin.client("cognito-idp")
        self.counter = self.admin.client("cognito-identity")
        self._make_pools()
        self.arns = {name: self._role(name) for name in {*ROLES, *RULED}}
        self._map()
        self._enrol()

    def _make_pools(self) -> None:
        department = {"Name": "department", "AttributeDataType": "String", "Mutable": True}
        self.user_pool = self.idp.create_user_pool(PoolName="p", Schema=[department])["UserPool"][
            "Id"
        ]
        self.client = self.idp.create_user_pool_client(
            UserPoolId=self.user_pool,
            ClientName="c",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]
        self.provider = f"cognito-idp.us-east-1.amazonaws.com/{self.user_pool}"
        self.pool = self.counter.create_identity_pool(
            IdentityPoolName="p",
            AllowUnauthenticatedIdentities=False,
            CognitoIdentityProviders=[{"ProviderName": self.provider, "ClientId": self.client}],
        )["IdentityPoolId"]

    def _role(self, name: str) -> str:
        document = json.dumps(trust(self.pool, guest=False))
        role = self.admin.client("iam").create_role(
            RoleName=name, AssumeRolePolicyDocument=document
        )
        return str(role["Role"]["Arn"])

    def _map(self) -> None:
        mapping = self.person.mapping
        self.counter.set_identity_pool_roles(
            IdentityPoolId=self.pool,
            Roles={"authenticated": self.arns[DEFAULT]},
            RoleMappings={f"{self.provider}:{self.client}": self._as_aws(mapping)}
            if mapping
            else {},
        )

    def _as_aws(self, mapping: Any) -> dict[str, Any]:
        """The battery's short form of a mapping as AWS takes it."""
        made = {name: mapping[name] for name in ("Type", "AmbiguousRoleResolution")}
        if "Rules" in mapping:
            rules = [
                {
                    "Claim": f"custom:{rule['Claim']}",
                    "MatchType": rule["MatchType"],
                    "Value": rule["Value"],
                    "RoleARN": self.arns[rule["Role"]],
                }
                for rule in mapping["Rules"]
            ]
            made["RulesConfiguration"] = {"Rules": rules}
        return made

    def _enrol(self) -> None:
        attributes = [
            {"Name": f"custom:{name}", "Value": value} for name, value in self.person.claims.items()
        ]
        self.idp.admin_create_user(
            UserPoolId=self.user_pool,
            Username="somebody",
            UserAttributes=attributes,
            MessageAction="SUPPRESS",
        )
        self.idp.admin_set_user_password(
            UserPoolId=self.user_pool, Username="somebody", Password="Aa1!aaaa", Permanent=True
        )
        for name, precedence, role in self.person.groups:
            number = {} if precedence is None else {"Precedence": precedence}
            self.idp.create_group(
                UserPoolId=self.user_pool, GroupName=name, RoleArn=self.arns[role], **number
            )
            self.idp.admin_add_user_to_group(
                UserPoolId=self.user_pool, Username="somebody", GroupName=name
            )

    def role_lent(self) -> str:
        """The role behind the credentials, or ``DENY``."""
        tokens = self.idp.initiate_auth(
            ClientId=self.client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "somebody", "PASSWORD": "Aa1!aaaa"},
        )["AuthenticationResult"]
        logins = {self.provider: tokens["IdToken"]}
        custom = {"CustomRoleArn": self.arns[self.person.custom]} if self.person.custom else {}
        who = self.counter.get_id(IdentityPoolId=self.pool, Logins=logins)["IdentityId"]
        try:
            given = self.counter.get_credentials_for_identity(
                IdentityId=who, Logins=logins, **custom
            )["Credentials"]
        except self.counter.exceptions.NotAuthorizedException:
            return DENY
        keys = {"AccessKeyId": given["AccessKeyId"], "SecretKey": given["SecretKey"]}
        session = boto3_session(self.cloud, {**keys, "SessionToken": given["SessionToken"]})
        arn = session.client("sts").get_caller_identity()["Arn"]
        return str(arn).split("/")[1]
