"""Clients that we did not write: boto3 and pycognito, unmodified, against the whole cloud."""

import json

import pytest
from botocore.exceptions import ClientError
from pycognito import Cognito
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import ForceChangePasswordException, SoftwareTokenMFAChallengeException

import cognito_lab
from cognito_lab.primitives import totp
from cognito_lab.primitives.ids import Ids

PASSWORD = "Correct-Horse7"


class Lab:
    """A cloud with one pool and one client, spoken to through boto3 alone."""

    def __init__(self, **client_settings):
        self.cloud = cognito_lab.new_cloud(seed=7)
        self.session = cognito_lab.boto3_session(self.cloud)
        self.idp = self.session.client("cognito-idp")
        self.pool_id = self.idp.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self.client = self.idp.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="app", **client_settings
        )["UserPoolClient"]
        self.client_id = self.client["ClientId"]

    def add_user(self, username="jdoe", password=PASSWORD, permanent=True):
        self.idp.admin_create_user(
            UserPoolId=self.pool_id, Username=username, MessageAction="SUPPRESS"
        )
        self.idp.admin_set_user_password(
            UserPoolId=self.pool_id, Username=username, Password=password, Permanent=permanent
        )

    def cognito(self, username="jdoe", **more):
        return Cognito(
            self.pool_id, self.client_id, username=username, session=self.session, **more
        )

    def srp(self, username, password):
        return AWSSRP(username, password, self.pool_id, self.client_id, client=self.idp)


@pytest.fixture
def lab(monkeypatch):
    """A lab whose time the process has, and whose JWKS pycognito reads from its environment."""
    lab = Lab()
    url = f"https://cognito-idp.us-east-1.amazonaws.com/{lab.pool_id}/.well-known/jwks.json"
    jwks = cognito_lab.http_session(lab.cloud).get(url).json()
    monkeypatch.setenv("COGNITO_JWKS", json.dumps(jwks))
    with lab.cloud.clock.as_system_time():
        yield lab


def test_pycognito_signs_in_by_srp_and_verifies_all_tokens(lab):
    """Its own SRP, its own verification, our pool."""
    lab.add_user()
    user = lab.cognito()

    user.authenticate(password=PASSWORD)

    assert user.id_claims["cognito:username"] == "jdoe"
    assert user.access_claims["token_use"] == "access"
    assert user.check_token() is False  # still good: nothing was renewed
    assert user.get_user().sub == user.id_claims["sub"]


@pytest.mark.parametrize("times", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_pycognito_signs_in_many_times_whatever_salt_and_password(lab, times):
    """A padding fault would show one time in a few; ten times are the fast ones."""
    chance = Ids(11)
    for number in range(times):
        password = f"Aa1!{chance.text(12)}"
        lab.add_user(f"user{number}", password)

        answer = lab.srp(f"user{number}", password).authenticate_user()

        assert answer["AuthenticationResult"]["IdToken"]


def test_pycognito_s_wrong_password_is_refused(lab):
    """The proof is not believed."""
    lab.add_user()

    with pytest.raises(ClientError, match=r"Incorrect username or password\.") as caught:
        lab.srp("jdoe", "Wrong-Horse7").authenticate_user()

    assert caught.value.response["Error"]["Code"] == "NotAuthorizedException"


def test_pycognito_renews_its_tokens(lab):
    """After an hour it refreshes, and the new tokens verify."""
    lab.add_user()
    user = lab.cognito()
    user.authenticate(password=PASSWORD)
    before = user.id_claims
    lab.cloud.clock.advance(minutes=61)

    assert user.check_token() is True

    assert user.id_claims["auth_time"] == before["auth_time"]
    assert user.id_claims["iat"] == before["iat"] + 3660


def test_pycognito_replaces_a_temporary_password(lab):
    """Its new-password step sends keys of the step before; they are ignored."""
    lab.add_user(permanent=False)
    with pytest.raises(ForceChangePasswordException):
        lab.srp("jdoe", PASSWORD).authenticate_user()

    answer = lab.srp("jdoe", PASSWORD).set_new_password_challenge("Brand-New-Horse8")

    assert answer["AuthenticationResult"]["IdToken"]


def test_pycognito_proves_the_client_secret():
    """SECRET_HASH goes with both halves of the proof."""
    lab = Lab(GenerateSecret=True)
    lab.add_user()

    answer = AWSSRP(
        "jdoe",
        PASSWORD,
        lab.pool_id,
        lab.client_id,
        client=lab.idp,
        client_secret=lab.client["ClientSecret"],
    ).authenticate_user()

    assert answer["AuthenticationResult"]["IdToken"]


def test_an_app_without_aws_credentials_signs_up_and_in(lab):
    """The unsigned operations need none; the administrator's operations do."""
    lab.idp.update_user_pool_client(
        UserPoolId=lab.pool_id,
        ClientId=lab.client_id,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )
    app = cognito_lab.boto3_session(lab.cloud, {}).client("cognito-idp")
    app.sign_up(ClientId=lab.client_id, Username="jdoe", Password=PASSWORD)
    lab.idp.admin_confirm_sign_up(UserPoolId=lab.pool_id, Username="jdoe")

    answer = app.initiate_auth(
        ClientId=lab.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": PASSWORD},
    )

    me = app.get_user(AccessToken=answer["AuthenticationResult"]["AccessToken"])
    assert me["Username"] == "jdoe"


def test_a_refusal_is_a_client_error_with_aws_s_code_and_status(lab):
    """boto3 shows it as it shows AWS's own."""
    with pytest.raises(lab.idp.exceptions.UserNotFoundException) as caught:
        lab.idp.admin_get_user(UserPoolId=lab.pool_id, Username="nobody")

    assert caught.value.response["Error"]["Message"] == "User does not exist."
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_boto3_s_paginators_walk_through_the_lists(lab):
    """Tokens of our pages are understood by boto3's paginators."""
    for number in range(7):
        lab.add_user(f"user{number}")

    pages = lab.idp.get_paginator("list_users").paginate(
        UserPoolId=lab.pool_id, PaginationConfig={"PageSize": 3}
    )

    assert [len(page["Users"]) for page in pages] == [3, 3, 1]


def test_pycognito_changes_a_password_and_signs_out(lab):
    """After sign-out the pool refuses the access token."""
    lab.add_user()
    user = lab.cognito()
    user.authenticate(password=PASSWORD)

    user.change_password(PASSWORD, "Brand-New-Horse8")
    access_token = user.access_token
    user.logout()

    assert lab.srp("jdoe", "Brand-New-Horse8").authenticate_user()["AuthenticationResult"]
    with pytest.raises(ClientError, match="Access Token has been revoked"):
        lab.idp.get_user(AccessToken=access_token)


def test_pycognito_recovers_a_forgotten_password(lab):
    """Its two calls, with the code from the mailbox in between."""
    lab.add_user()
    address = [
        {"Name": "email", "Value": "jdoe@example.com"},
        {"Name": "email_verified", "Value": "true"},
    ]
    lab.idp.admin_update_user_attributes(
        UserPoolId=lab.pool_id, Username="jdoe", UserAttributes=address
    )
    user = lab.cognito()

    user.initiate_forgot_password()
    code = lab.cloud.mailbox.latest("jdoe@example.com").code
    user.confirm_forgot_password(code, "Brand-New-Horse8")

    assert lab.srp("jdoe", "Brand-New-Horse8").authenticate_user()["AuthenticationResult"]


def test_pycognito_sets_up_an_authenticator_and_signs_in_with_it(lab):
    """Associate, verify, prefer; then the code is asked for, and believed once."""
    lab.idp.set_user_pool_mfa_config(
        UserPoolId=lab.pool_id,
        SoftwareTokenMfaConfiguration={"Enabled": True},
        MfaConfiguration="OPTIONAL",
    )
    lab.add_user()
    user = lab.cognito()
    user.authenticate(password=PASSWORD)
    secret = user.associate_software_token()
    assert user.verify_software_token(totp.code(secret, lab.cloud.clock.now()), "my phone")
    user.set_user_mfa_preference(False, True, "SOFTWARE_TOKEN")
    lab.cloud.clock.advance(seconds=30)

    again = lab.cognito()
    with pytest.raises(SoftwareTokenMFAChallengeException):
        again.authenticate(password=PASSWORD)
    again.respond_to_software_token_mfa_challenge(totp.code(secret, lab.cloud.clock.now()))

    assert again.id_claims["cognito:username"] == "jdoe"
