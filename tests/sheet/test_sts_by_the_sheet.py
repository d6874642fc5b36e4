"""Fact sheet §5: STS through boto3, and once with bare bytes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError
from whole_account import (
    ACCOUNT_ID,
    COGNITO,
    CONTOSO,
    EVERYTHING,
    ROOT_TRUST,
    SESSION_NAME,
    WholeAccount,
    policy,
    refusal,
    trust_of,
    words,
)

import cognito_lab
from cognito_lab.wire.http import HttpRequest, answer


def token_of(account: WholeAccount, logins: dict[str, str] | None = None) -> str:
    """A token of the identity service, by GetOpenIdToken."""
    shown = {"Logins": logins} if logins else {}
    identity = account.identity(logins)
    return str(account.public.get_open_id_token(IdentityId=identity, **shown)["Token"])


def test_an_answer_in_xml(account: WholeAccount):
    """The query protocol: a form in, XML out, in the namespace of 2011-06-15."""
    form = (
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=app"
        f"&RoleArn={account.roles['unauthenticated']}&WebIdentityToken={token_of(account)}"
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    url = "https://sts.us-east-1.amazonaws.com/"

    good = answer(account.cloud, HttpRequest("POST", url, headers, form.encode()))
    bad = answer(account.cloud, HttpRequest("POST", url, headers, form[:-9].encode()))

    assert good.status == 200
    assert good.body.startswith(
        b'<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
        b"<AssumeRoleWithWebIdentityResult>"
    )
    assert b"<Expiration>2026-01-06T10:08:07Z</Expiration>" in good.body
    assert bad.status == 400
    assert b"<Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>" in bad.body
    assert bad.body.startswith(b'<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">')


def test_the_enhanced_flow_names_its_session(account: WholeAccount):
    """Every session of the enhanced flow is called CognitoIdentityCredentials."""
    who = account.user_session().client("sts").get_caller_identity()

    assert who["Arn"] == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/users/{SESSION_NAME}"


def test_a_sessions_arn_has_no_path(account: WholeAccount):
    """The role's path is not in it; the id is the role's own with the session's name."""
    arn = account.role("deep", trust_of(account.pool_id, "authenticated"), Path="/teams/red/")
    role_id = account.iam.get_role(RoleName="deep")["Role"]["RoleId"]

    user = account.classic(arn, account.login())["AssumedRoleUser"]

    assert arn == f"arn:aws:iam::{ACCOUNT_ID}:role/teams/red/deep"
    assert user["Arn"] == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/deep/app"
    assert user["AssumedRoleId"] == f"{role_id}:app"
    assert role_id.startswith("AROA")


def test_the_answer_names_audience_subject_and_provider(account: WholeAccount):
    """Audience is the pool, the subject the identity; Contoso's provider is its issuer."""
    logins = account.login()
    answer_ = account.classic(account.roles["authenticated"], logins)
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": account.contoso_arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{CONTOSO}:aud": account.contoso_app}},
    }
    contoso = account.assume(account.role("ana", trust), account.login("Contoso")[CONTOSO])

    assert answer_["Audience"] == account.pool_id
    assert answer_["SubjectFromWebIdentityToken"] == account.identity(logins)
    assert contoso["Provider"] == f"https://{CONTOSO}"


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        pytest.param({}, 3600, id="an hour by default"),
        pytest.param({"DurationSeconds": 900}, 900, id="fifteen minutes at least"),
        pytest.param({"DurationSeconds": 3601}, "ValidationError", id="more than the role's"),
        pytest.param({"DurationSeconds": 43201}, "ValidationError", id="more than anybody's"),
        pytest.param({"DurationSeconds": 899}, ParamValidationError, id="boto3 refuses less"),
        pytest.param({"RoleSessionName": "a/b"}, "ValidationError", id="a slash in the name"),
        pytest.param({"RoleSessionName": "x" * 65}, "ValidationError", id="65 characters"),
    ],
)
def test_names_and_lives_of_sessions(account: WholeAccount, options: dict[str, Any], outcome: Any):
    """A name of 2 to 64 characters; 900 to 43200 s, capped by the role (an hour by default)."""
    role = account.roles["unauthenticated"]

    if isinstance(outcome, int):
        expires = account.classic(role, **options)["Credentials"]["Expiration"]
        assert (expires - account.cloud.clock.now()).total_seconds() == outcome
    elif isinstance(outcome, str):
        assert words(lambda: account.classic(role, **options))[0] == outcome
    else:
        with pytest.raises(outcome):
            account.classic(role, **options)


def test_a_role_may_allow_twelve_hours(account: WholeAccount):
    """MaxSessionDuration of the role is the cap, 43200 s at most."""
    arn = account.role(
        "long", trust_of(account.pool_id, "unauthenticated"), MaxSessionDuration=43200
    )

    expires = account.classic(arn, DurationSeconds=43200)["Credentials"]["Expiration"]

    assert (expires - account.cloud.clock.now()).total_seconds() == 43200


def test_temporary_keys_have_their_shape(account: WholeAccount):
    """``ASIA`` and 16 more, a secret of 40, a long token; good only together."""
    credentials = account.credentials()

    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", credentials["AccessKeyId"])
    assert len(credentials["SecretKey"]) == 40
    assert credentials["SessionToken"].startswith("AgoJb3JpZ2luX2Vj")
    alone = {name: credentials[name] for name in ("AccessKeyId", "SecretKey")}
    sts = cognito_lab.boto3_session(account.cloud, alone).client("sts")
    assert words(sts.get_caller_identity)[0] == "InvalidClientTokenId"


def test_session_policies_only_narrow(account: WholeAccount):
    """One inline policy and managed ones: what is allowed is what role and policies allow."""
    read_only = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    tables = policy({**EVERYTHING, "Action": "dynamodb:*"})

    def services_of(**session: Any) -> list[bool]:
        role, token = account.roles["unauthenticated"], token_of(account)
        credentials = account.assume(role, token, **session)["Credentials"]
        lent = cognito_lab.boto3_session(account.cloud, credentials)
        return [
            _allowed(lambda: lent.client("s3").list_buckets()),
            _allowed(lambda: lent.client("dynamodb").list_tables()),
            _allowed(lambda: lent.client("iam").list_users()),
        ]

    assert services_of() == [True, True, True]
    assert services_of(Policy=tables) == [False, True, False]
    assert services_of(PolicyArns=[{"arn": read_only}]) == [True, False, False]
    assert services_of(Policy=tables, PolicyArns=[{"arn": read_only}]) == [True, True, False]


def _allowed(call: Any) -> bool:
    try:
        call()
    except ClientError as error:
        return "AccessDenied" not in error.response["Error"]["Code"]
    return True


def test_session_policies_have_a_size_and_a_grammar(account: WholeAccount):
    """2048 characters inline, ten managed ones; the grammar is that of every policy."""
    role, token = account.roles["unauthenticated"], token_of(account)
    long = policy({**EVERYTHING, "Sid": "x" * 2100})
    arns = [{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}] * 11

    def refused(**session: Any) -> tuple[int, str]:
        return refusal(lambda: account.assume(role, token, **session))[:2]

    assert refused(Policy=long) == (400, "ValidationError")
    assert refused(PolicyArns=arns) == (400, "ValidationError")
    assert account.assume(role, token, PolicyArns=arns[:10])
    assert refused(Policy='{"Statement": 5}') == (400, "MalformedPolicyDocument")


def test_policies_and_tags_are_packed_together(account: WholeAccount):
    """Each alone fits; both do not, and the answer says by how much."""
    role = account.role("packed", {**ROOT_TRUST, "Action": ["sts:AssumeRole", "sts:TagSession"]})
    long = policy({**EVERYTHING, "Sid": "x" * 1900})
    tags = [{"Key": f"k{n}", "Value": "v" * 200} for n in range(5)]
    assert account.assume_by_user(role, Policy=long)
    assert account.assume_by_user(role, Tags=tags)

    status, code, message = refusal(lambda: account.assume_by_user(role, Policy=long, Tags=tags))

    assert (status, code) == (400, "PackedPolicyTooLarge")
    assert re.match(r"Packed policy consumes 1\d\d% of allotted space", message)


def test_everybody_learns_who_they_are(account: WholeAccount):
    """GetCallerIdentity answers even under an explicit deny of everything."""
    denied = account.session({**EVERYTHING, "Effect": "Deny"})

    who = denied.client("sts").get_caller_identity()

    assert (who["Account"], who["Arn"]) == (
        ACCOUNT_ID,
        f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/worker/visit",
    )
    assert who["UserId"].endswith(":visit")


def test_a_keys_account_is_told(account: WholeAccount):
    """GetAccessKeyInfo gives the account of a key id."""
    key = account.cloud.iam.administrator_credentials["AccessKeyId"]

    told = account.admin.client("sts").get_access_key_info(AccessKeyId=key)

    assert told["Account"] == ACCOUNT_ID


@pytest.mark.parametrize("operation", ["get_session_token", "get_federation_token"])
def test_what_temporary_keys_may_not_call_is_left_out(account: WholeAccount, operation: str):
    """The lab has neither operation, and says so by name."""
    arguments = {"Name": "someone"} if operation == "get_federation_token" else {}

    with pytest.raises(cognito_lab.NotSimulated, match="sts Get"):
        getattr(account.user_session().client("sts"), operation)(**arguments)


# --- AssumeRoleWithWebIdentity: refusals ----------------------------------------------------------


def refused_token(account: WholeAccount, token: str, role: str = "") -> tuple[int, str, str]:
    """What STS says to a token."""
    role = role or account.roles["authenticated"]
    return refusal(lambda: account.assume(role, token))


def test_what_is_no_jwt_is_guessed_to_be_an_access_token(account: WholeAccount):
    """STS says what the usual mistake is."""
    assert refused_token(account, "not-a-token") == (
        400,
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
        "Token)",
    )


def test_a_token_without_aud(account: WholeAccount):
    """A user pool's access token is a JWT, but says not for whom."""
    assert refused_token(account, account.sign_in()["AccessToken"]) == (
        400,
        "InvalidIdentityToken",
        "Missing a required claim: aud",
    )


def test_a_user_pools_token_sent_straight_to_sts(account: WholeAccount):
    """STS trusts no user pool: only the identity pool speaks for its users."""
    assert refused_token(account, account.sign_in()["IdToken"]) == (
        400,
        "InvalidIdentityToken",
        f"No OpenIDConnect provider found in your account for https://{account.user_pool}",
    )


def test_a_token_for_an_app_that_iam_does_not_list(account: WholeAccount):
    """Contoso's token for another app."""
    stranger = account.contoso.register_client("stranger")
    token = account.contoso.sign_in(
        "ana@contoso.example", "Practice-1!", client_id=stranger
    ).id_token

    assert refused_token(account, token) == (
        400,
        "InvalidIdentityToken",
        "Incorrect token audience",
    )


def test_a_token_with_a_bad_signature(account: WholeAccount):
    """InvalidIdentityToken; the words are not known for sure."""
    token = token_of(account)

    assert refused_token(account, token[:-4] + "AAAA")[:2] == (400, "InvalidIdentityToken")


def test_an_expired_token_gets_no_grace(account: WholeAccount):
    """Unlike the counter STS allows no five minutes, and prints its own time as it is."""
    token, made = token_of(account), account.cloud.clock.epoch()
    account.cloud.clock.advance(seconds=600)

    assert refused_token(account, token) == (
        400,
        "ExpiredTokenException",
        f"Token expired: current date/time {made + 600} must be before the expiration date/time "
        f"{made + 600}",
    )


@pytest.mark.parametrize("role", ["users", "nobody"])
def test_a_role_that_does_not_trust_or_is_not_there(account: WholeAccount, role: str):
    """A guest's token and the users' role: 403 AccessDenied, and no reason."""
    arn = f"arn:aws:iam::{ACCOUNT_ID}:role/{role}"

    assert refused_token(account, token_of(account), arn) == (
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    )


def test_sessions_end_to_the_second(account: WholeAccount):
    """An hour after they were lent, credentials are refused as expired."""
    session = account.user_session()
    account.cloud.clock.advance(minutes=59, seconds=59)
    assert session.client("sts").get_caller_identity()

    account.cloud.clock.advance(seconds=1)

    assert refusal(session.client("sts").get_caller_identity)[:2] == (403, "ExpiredToken")


# --- bad credentials at a deployed API ------------------------------------------------------------

INCLUDED = "The security token included in the request is "


def signed_door(account: WholeAccount) -> str:
    """The address of a REST API's method that wants a signature."""
    api = account.admin.client("apigateway")
    made = api.create_rest_api(name="doors")
    here = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    api.put_method(**here, authorizationType="AWS_IAM")
    function = account.cloud.functions.register("hello", lambda *_: {"statusCode": 200})
    api.put_integration(
        **here,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations",
    )
    api.create_deployment(restApiId=made["id"], stageName="prod")
    return f"https://{made['id']}.execute-api.us-east-1.amazonaws.com/prod/"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param("expired", INCLUDED + "expired", id="expired"),
        pytest.param("unknown key", INCLUDED + "invalid.", id="unknown key"),
        pytest.param("no token", INCLUDED + "invalid.", id="a temporary key without its token"),
        pytest.param("garbled token", INCLUDED + "invalid.", id="a garbled token"),
        pytest.param(
            "wrong secret",
            "The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            "details.",
            id="a wrong secret",
        ),
        pytest.param("unsigned", "Missing Authentication Token", id="no signature at all"),
    ],
)
def test_bad_credentials_at_a_deployed_api(account: WholeAccount, fault: str, message: str):
    """API Gateway answers 403 with the sentence of the JSON services."""
    url, good = signed_door(account), account.credentials()
    spoiled = {
        "unknown key": {**good, "AccessKeyId": "ASIAXXXXXXXXXXXXXXXX"},
        "no token": {name: good[name] for name in ("AccessKeyId", "SecretKey")},
        "garbled token": {**good, "SessionToken": good["SessionToken"][:-4] + "AAAA"},
        "wrong secret": {**good, "SecretKey": "x" * 40},
    }.get(fault, good)
    if fault == "expired":
        account.cloud.clock.advance(hours=2)
    auth = None if fault == "unsigned" else cognito_lab.sigv4(spoiled)

    response = account.http.get(url, auth=auth)

    assert response.status_code == 403
    assert response.json()["message"].startswith(message)
    assert account.cloud.trace.find("hello") == []


def test_two_roles_in_a_chain_live_an_hour(account: WholeAccount):
    """A role assumed by a role's session: an hour at most, whatever the second role allows."""
    second = account.role("second", ROOT_TRUST, MaxSessionDuration=43200)
    first = account.session().client("sts")

    lent = first.assume_role(RoleArn=second, RoleSessionName="chained")["Credentials"]
    refused = words(
        lambda: first.assume_role(RoleArn=second, RoleSessionName="chained", DurationSeconds=7200)
    )

    assert lent["Expiration"] == datetime(2026, 1, 6, 10, 8, 7, tzinfo=UTC)
    assert refused[0] == "ValidationError"


def test_cognito_is_a_federated_provider(account: WholeAccount):
    """Policies may ask aws:FederatedProvider of a Cognito session."""
    only_cognito = {
        **EVERYTHING,
        "Condition": {"StringEquals": {"aws:FederatedProvider": COGNITO}},
    }
    account.iam.put_role_policy(
        RoleName="users", PolicyName="may", PolicyDocument=policy(only_cognito)
    )

    assert account.user_session().client("s3").list_buckets()
