"""Every claim that the course's issuers write has an explanation."""

from __future__ import annotations

import pytest
from token_samples import tokens

from cognito_lab.widgets.claims_explained import (
    CLAIMS,
    HEADER_MEMBERS,
    Group,
    Issuer,
    explain,
    explain_member,
    issuer_of,
    user_pool_in,
)
from cognito_lab.widgets.token_reading import read

TOKENS = tokens()
SIGNED = {
    "ID token": TOKENS.id_token,
    "access token": TOKENS.access_token,
    "Google's ID token": TOKENS.google_id_token,
    "identity token": TOKENS.identity_token,
}
# OpenID Connect Core 1.0, section 5.1; and what the Cognito guide lists besides.
STANDARD = """sub name given_name family_name middle_name nickname preferred_username profile
    picture website email email_verified gender birthdate zoneinfo locale phone_number
    phone_number_verified address updated_at""".split()
COGNITO = """cognito:username cognito:groups cognito:roles cognito:preferred_role identities
    token_use auth_time origin_jti event_id client_id scope username version device_key nonce
    at_hash jti acr amr""".split()


@pytest.mark.parametrize("token", SIGNED.values(), ids=SIGNED)
def test_every_claim_of_a_real_token_is_explained(token: str):
    """No token of the lab holds a claim or a header member that the inspector does not know."""
    reading = read(token)

    unknown = [name for name in reading.unverified_claims or () if explain(name) is explain("?")]
    strange = [
        n for n in reading.unverified_header or () if explain_member(n) is explain_member("?")
    ]

    assert unknown == []
    assert strange == []


@pytest.mark.parametrize("name", [*STANDARD, *COGNITO, "custom:tenant", "dev:custom:tenant"])
def test_every_claim_of_the_guides_is_explained(name: str):
    """Claims of OpenID Connect and of Cognito's guide are known, used or not."""
    assert explain(name) is not explain("no-such-claim")


def test_every_explanation_is_a_sentence():
    """Explanations end with a full stop and fit into two lines."""
    texts = [
        e.from_issuer(issuer)
        for e in (*CLAIMS.values(), *HEADER_MEMBERS.values())
        for issuer in Issuer
    ]

    assert [text for text in texts if not text.endswith(".") or len(text) > 170] == []


def test_one_name_can_mean_different_things():
    """A sub is explained by who says it."""
    meanings = {explain("sub").from_issuer(issuer) for issuer in Issuer}

    assert len(meanings) == 4


def test_every_group_of_claims_has_a_member():
    """No question stands without an answer."""
    assert {e.group for e in (*CLAIMS.values(), *HEADER_MEMBERS.values())} == set(Group)


@pytest.mark.parametrize(
    ("issuer", "pool"),
    [
        pytest.param(
            "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x", "us-east-1_x", id="a pool"
        ),
        pytest.param(
            "https://cognito-idp.us-east-1.amazonaws.com.evil.com/us-east-1_x",
            None,
            id="another host",
        ),
        pytest.param("http://cognito-idp.us-east-1.amazonaws.com/us-east-1_x", None, id="no https"),
        pytest.param("https://cognito-idp.us-east-1.amazonaws.com/a/../b", None, id="a path"),
        pytest.param(["x"], None, id="a list"),
    ],
)
def test_a_user_pool_is_known_by_its_whole_address(issuer: object, pool: str | None):
    """What only looks like a user pool is somebody else."""
    assert user_pool_in(issuer) == pool
    assert (issuer_of({"iss": issuer}) is Issuer.USER_POOL) is (pool is not None)
