"""Fact sheet §2: the identity token, linking and merging, developer identities, through boto3."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import jwt
import pytest
from whole_account import (
    COGNITO,
    CONTOSO,
    DEVELOPER,
    GOOGLE,
    WholeAccount,
    refusal,
    trust_of,
    words,
)

import cognito_lab

NO_MATCH = (
    "NotAuthorizedException",
    "Logins don't match. Please include at least one valid login for this identity or identity "
    "pool.",
)


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A token's header and claims."""
    header, claims, _ = token.split(".")
    decoded = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (header, claims)]
    return json.loads(decoded[0]), json.loads(decoded[1])


def token_of(account: WholeAccount, logins: dict[str, str] | None = None) -> str:
    """GetOpenIdToken for the identity of these logins."""
    shown = {"Logins": logins} if logins else {}
    answer = account.public.get_open_id_token(IdentityId=account.identity(logins), **shown)
    return str(answer["Token"])


def forbidden(identity_id: str) -> tuple[str, str]:
    """What an identity says to whoever shows no login."""
    return "NotAuthorizedException", f"Access to Identity '{identity_id}' is forbidden."


# --- the token ------------------------------------------------------------------------------------


def test_the_header_says_rs512_and_a_region_with_a_digit(account: WholeAccount):
    """Unlike a user pool's token: RS512, typ JWS, and a kid such as ``us-east-11``."""
    header, _ = parts(token_of(account))

    assert (header["alg"], header["typ"]) == ("RS512", "JWS")
    assert re.fullmatch(r"us-east-1\d", header["kid"])


def test_issuer_audience_and_subject(account: WholeAccount):
    """The service issues for every pool; aud is the pool, sub the identity."""
    logins = account.login()
    _, claims = parts(token_of(account, logins))

    assert claims["iss"] == "https://cognito-identity.amazonaws.com"
    assert (claims["aud"], claims["sub"]) == (account.pool_id, account.identity(logins))


def test_lives_of_tokens(account: WholeAccount):
    """Ten minutes from GetOpenIdToken, fifteen for a back end unless it says 1 to 86400 s."""

    def life(token: str) -> int:
        claims = parts(token)[1]
        return int(claims["exp"] - claims["iat"])

    assert life(token_of(account)) == 600
    assert life(account.voucher()["Token"]) == 900
    assert life(account.voucher(TokenDuration=1)["Token"]) == 1
    assert life(account.voucher(TokenDuration=86400)["Token"]) == 86400
    assert words(lambda: account.voucher(TokenDuration=86401))[0] == "ValidationException"


def test_a_developer_token_names_the_pools_arn(account: WholeAccount):
    """The claim has the service's address in its name."""
    _, claims = parts(account.voucher()["Token"])

    assert claims["https://cognito-identity.amazonaws.com/identity-pool-arn"] == (
        f"arn:aws:cognito-identity:us-east-1:123456789012:identitypool/{account.pool_id}"
    )


def test_tags_travel_in_the_standard_claim(account: WholeAccount):
    """Principal tags go to STS as sessions tags do: a list for each key, and become conditions."""
    voucher = account.voucher(PrincipalTags={"team": "red"})
    _, claims = parts(voucher["Token"])
    credentials = account.assume(account.roles["authenticated"], voucher["Token"])["Credentials"]

    assert claims["https://aws.amazon.com/tags"] == {"principal_tags": {"team": ["red"]}}
    session = account.cloud.sts.session(credentials["AccessKeyId"])
    assert session.caller.context["aws:PrincipalTag/team"] == "red"


def test_one_key_set_for_every_pool(account: WholeAccount):
    """PyJWT verifies a token with the keys at ``…/jwks_uri``; only aud tells the pools apart."""
    keys = cognito_lab.jwks_client(account.cloud, f"https://{COGNITO}/.well-known/jwks_uri")
    token = token_of(account)

    with account.cloud.clock.as_system_time():
        key = keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key, algorithms=["RS512"], audience=account.pool_id)
        with pytest.raises(jwt.InvalidAudienceError):
            jwt.decode(token, key, algorithms=["RS512"], audience="us-east-1:another")

    assert claims["iss"] == f"https://{COGNITO}"


def test_amr_says_how_somebody_came(account: WholeAccount):
    """Guests one word; others the provider, and who they are there."""
    sub = parts(account.sign_in()["IdToken"])[1]["sub"]
    user_pool = account.user_pool

    assert parts(token_of(account))[1]["amr"] == ["unauthenticated"]
    assert parts(token_of(account, account.login()))[1]["amr"] == [
        "authenticated",
        user_pool,
        f"{user_pool}:CognitoSignIn:{sub}",
    ]
    assert parts(account.voucher("user-1")["Token"])[1]["amr"] == [
        "authenticated",
        DEVELOPER,
        f"{DEVELOPER}:{account.pool_id}:user-1",
    ]
    assert parts(token_of(account, account.login("Google")))[1]["amr"][:2] == [
        "authenticated",
        GOOGLE,
    ]


def test_amr_names_the_logins_of_this_call_only(account: WholeAccount):
    """``authenticated`` once, then every provider that was used in this call, no other."""
    both = account.login() | account.login("Google")
    identity = account.identity(both)
    second = account.login("Google")

    of_both = account.public.get_open_id_token(IdentityId=identity, Logins=both)["Token"]
    of_one = account.public.get_open_id_token(IdentityId=identity, Logins=second)["Token"]

    amr = parts(of_both)[1]["amr"]
    assert amr.count("authenticated") == 1
    assert account.user_pool in amr and GOOGLE in amr
    assert account.user_pool not in parts(of_one)[1]["amr"]


# --- which identity -------------------------------------------------------------------------------


def test_every_call_without_logins_makes_a_guest(account: WholeAccount):
    """A client has to keep the id of its guest."""
    assert account.identity() != account.identity()


def test_a_guest_is_served_without_logins(account: WholeAccount):
    """A guest's id is all that a guest needs."""
    guest = account.identity()

    assert account.public.get_open_id_token(IdentityId=guest)["IdentityId"] == guest
    assert account.credentials(identity=guest)["AccessKeyId"].startswith("ASIA")


@pytest.mark.parametrize("operation", ["get_open_id_token", "get_credentials_for_identity"])
def test_an_authenticated_identity_wants_to_see_a_login(account: WholeAccount, operation: str):
    """Without Logins it is refused."""
    identity = account.identity(account.login())

    refused = words(lambda: getattr(account.public, operation)(IdentityId=identity))

    assert refused == forbidden(identity)


def test_a_merged_identity_is_refused_without_logins(account: WholeAccount):
    """An identity that went into another one answers no guest any more."""
    owner = account.identity(account.login())
    guest = account.identity()
    account.credentials(account.login(), identity=guest)

    status, code, _ = refusal(lambda: account.credentials(identity=guest))

    assert (status, code) == (400, "NotAuthorizedException")
    assert account.credentials(account.login(), identity=owner)


def test_another_users_perfectly_good_token_is_refused(account: WholeAccount):
    """An authenticated identity answers to its own logins only."""
    identity = account.identity(account.login(name="jdoe"))
    other = account.login(name="uma")

    assert words(lambda: account.credentials(other, identity=identity)) == NO_MATCH


def test_a_cached_identity_of_another_user_is_the_typical_trap(account: WholeAccount):
    """Whoever switches users and keeps the identity id is told that logins do not match."""
    jdoe = account.login(name="jdoe")
    identity = account.identity(jdoe)
    account.credentials(jdoe, identity=identity)
    account.identity(uma := account.login(name="uma"))

    assert words(lambda: account.credentials(uma, identity=identity)) == NO_MATCH


def test_one_linked_login_is_enough_and_all_others_are_checked(account: WholeAccount):
    """Beside a linked login others may come; one bad token fails the whole call."""
    logins = account.login()
    identity = account.identity(logins)
    good = logins | account.login("Google")
    bad = logins | {GOOGLE: account.login("Google")[GOOGLE][:-4] + "AAAA"}

    refused = words(lambda: account.credentials(bad, identity=identity))
    assert refused == (
        "NotAuthorizedException",
        "Invalid login token. Couldn't verify signed token.",
    )
    assert account.table()[0]["Logins"] == [account.user_pool]
    assert account.credentials(good, identity=identity)
    assert account.table()[0]["Logins"] == [account.user_pool, GOOGLE]


def test_a_guest_who_signs_in_keeps_the_id_and_is_no_guest_again(account: WholeAccount):
    """The upgrade: the same id, from now on with a login."""
    guest, logins = account.identity(), account.login()

    answer = account.public.get_credentials_for_identity(IdentityId=guest, Logins=logins)

    assert answer["IdentityId"] == guest
    assert account.identity(logins) == guest
    assert words(lambda: account.credentials(identity=guest)) == forbidden(guest)


def test_a_guest_who_signs_in_as_somebody_known_is_merged(account: WholeAccount):
    """The id that comes back is another one, and the guest's is disabled."""
    owner = account.identity(account.login())
    guest = account.identity()

    answer = account.public.get_credentials_for_identity(IdentityId=guest, Logins=account.login())

    assert answer["IdentityId"] == owner != guest
    shown = account.counter.list_identities(
        IdentityPoolId=account.pool_id, MaxResults=60, HideDisabled=True
    )["Identities"]
    assert [row["IdentityId"] for row in shown] == [owner]
    assert len(account.table()) == 2


def test_a_second_user_of_one_provider_is_a_conflict(account: WholeAccount):
    """One identity has one Google user, even with proof of the first login."""
    logins = account.login() | account.login("Google", "gina@gmail.com")
    identity = account.identity(logins)
    second = account.login() | account.login("Google", "gustav@gmail.com")

    status, code, _ = refusal(lambda: account.credentials(second, identity=identity))

    assert (status, code) == (400, "ResourceConflictException")


def test_several_new_logins_are_one_new_identity(account: WholeAccount):
    """GetId links all logins of a call to one identity."""
    identity = account.identity(account.login() | account.login("Google"))

    assert account.identity(account.login("Google")) == identity
    assert account.table()[0]["Logins"] == [account.user_pool, GOOGLE]


# --- the app's own back end -----------------------------------------------------------------------


def test_a_back_end_needs_its_own_name_and_only_one(account: WholeAccount):
    """Logins must hold the developer provider's name; a second unknown name is refused."""
    ask = account.counter.get_open_id_token_for_developer_identity
    google = account.login("Google")

    for logins in (google, {"other.name": "u"}):
        code, _ = words(lambda it=logins: ask(IdentityPoolId=account.pool_id, Logins=it))
        assert code == "InvalidParameterException"
    two = words(
        lambda: ask(IdentityPoolId=account.pool_id, Logins={DEVELOPER: "u", "other.name": "v"})
    )
    assert two[0] in ("InvalidParameterException", "NotAuthorizedException")


def test_a_back_end_creates_fetches_and_links(account: WholeAccount):
    """Without an id: a new identity, then the same again; with an id: linked to it."""
    first = account.voucher("user-1")["IdentityId"]
    guest = account.identity()

    assert account.voucher("user-1")["IdentityId"] == first
    assert account.voucher("user-2", IdentityId=guest)["IdentityId"] == guest
    code, _ = words(lambda: account.voucher("user-1", IdentityId=guest))
    assert code == "DeveloperUserAlreadyRegisteredException"


def test_public_tokens_ride_along_and_are_linked(account: WholeAccount):
    """A token beside the user's name is linked, and then works alone in the public flow."""
    google = account.login("Google")
    made = account.counter.get_open_id_token_for_developer_identity(
        IdentityPoolId=account.pool_id, Logins={DEVELOPER: "user-1", **google}
    )

    assert account.identity(account.login("Google")) == made["IdentityId"]
    assert account.credentials(account.login("Google"), identity=made["IdentityId"])
    for operation in (
        lambda: account.identity({DEVELOPER: "user-1"}),
        lambda: account.public.get_open_id_token(
            IdentityId=made["IdentityId"], Logins={DEVELOPER: "user-1"}
        ),
    ):
        assert words(operation) == (
            "InvalidParameterException",
            "Please provide a valid public provider.",
        )


def test_fifty_tags_go_into_a_session_and_no_more(account: WholeAccount):
    """PrincipalTags of the back end: up to 50."""
    fifty = {f"k{n}": "v" for n in range(50)}

    assert account.voucher("user-1", PrincipalTags=fifty)
    code, _ = words(lambda: account.voucher("user-1", PrincipalTags={**fifty, "k50": "v"}))
    assert code == "ValidationException"


def test_lookup_needs_one_and_both_must_belong_together(account: WholeAccount):
    """LookupDeveloperIdentity finds either by the other, and says when the two do not match."""
    identity = account.voucher("user-1")["IdentityId"]
    other = account.voucher("user-2")["IdentityId"]
    ask = account.counter.lookup_developer_identity
    at = {"IdentityPoolId": account.pool_id}

    assert ask(**at, DeveloperUserIdentifier="user-1")["IdentityId"] == identity
    assert ask(**at, IdentityId=identity)["DeveloperUserIdentifierList"] == ["user-1"]
    assert words(lambda: ask(**at))[0] == "InvalidParameterException"
    mixed = words(lambda: ask(**at, IdentityId=other, DeveloperUserIdentifier="user-1"))
    assert mixed[0] == "ResourceConflictException"


def merge(account: WholeAccount, source: str, destination: str) -> str:
    """MergeDeveloperIdentities."""
    answer = account.counter.merge_developer_identities(
        SourceUserIdentifier=source,
        DestinationUserIdentifier=destination,
        DeveloperProviderName=DEVELOPER,
        IdentityPoolId=account.pool_id,
    )
    return str(answer["IdentityId"])


def test_a_merge_keeps_the_destination(account: WholeAccount):
    """The source goes into the destination, whose id comes back."""
    account.voucher("user-1")
    destination = account.voucher("user-2")["IdentityId"]

    assert merge(account, "user-1", "user-2") == destination
    assert account.voucher("user-1")["IdentityId"] == destination


def test_a_merge_has_its_limits(account: WholeAccount):
    """At most 20 logins together; two users of one public provider are two people."""
    for number in range(21):
        account.voucher(f"a{number}")
    for number in range(1, 20):
        merge(account, f"a{number}", "a0")
    ask = account.counter.get_open_id_token_for_developer_identity
    for user, name in (("c", "gina@gmail.com"), ("d", "gustav@gmail.com")):
        logins = {DEVELOPER: user, **account.login("Google", name)}
        ask(IdentityPoolId=account.pool_id, Logins=logins)

    assert words(lambda: merge(account, "a20", "a0"))[0] == "InvalidParameterException"
    assert words(lambda: merge(account, "c", "d"))[0] == "ResourceConflictException"


def test_an_unlinked_developer_user_is_somebody_new(account: WholeAccount):
    """After UnlinkDeveloperIdentity the user gets another identity."""
    identity = account.voucher("user-1")["IdentityId"]

    account.counter.unlink_developer_identity(
        IdentityId=identity,
        IdentityPoolId=account.pool_id,
        DeveloperProviderName=DEVELOPER,
        DeveloperUserIdentifier="user-1",
    )

    assert account.voucher("user-1")["IdentityId"] != identity


def test_a_login_is_taken_off_with_proof_and_no_signature(account: WholeAccount):
    """UnlinkIdentity is unsigned, wants a login as proof; the last one off closes the identity."""
    both = account.login() | account.login("Google")
    identity = account.identity(both)
    unlink = account.public.unlink_identity

    unlink(IdentityId=identity, Logins=account.login(), LoginsToRemove=[GOOGLE])
    assert account.table()[0]["Logins"] == [account.user_pool]
    assert account.identity(account.login("Google")) != identity
    unlink(IdentityId=identity, Logins=account.login(), LoginsToRemove=[account.user_pool])

    for logins in (None, account.login()):
        code, _ = words(lambda it=logins: account.credentials(it, identity=identity))
        assert code == "NotAuthorizedException"


def test_the_table_shows_names_of_providers_only(account: WholeAccount):
    """DescribeIdentity and ListIdentities name providers; no token, no user, no address."""
    identity = account.identity(account.login() | account.login("Contoso"))

    described = account.counter.describe_identity(IdentityId=identity)

    assert described["Logins"] == [account.user_pool, CONTOSO]
    assert account.table()[0]["Logins"] == [account.user_pool, CONTOSO]
    assert "@" not in str(account.table())


def test_deleted_identities_and_those_that_could_not_be(account: WholeAccount):
    """DeleteIdentities takes 1 to 60 ids and gives back what it could not delete."""
    guest, unknown = account.identity(), "us-east-1:00000000-0000-0000-0000-000000000000"

    answer = account.counter.delete_identities(IdentityIdsToDelete=[guest, unknown])

    assert account.table() == []
    assert answer["UnprocessedIdentityIds"] == [
        {"IdentityId": unknown, "ErrorCode": "AccessDenied"}
    ]
    too_many = words(lambda: account.counter.delete_identities(IdentityIdsToDelete=[guest] * 61))
    assert too_many[0] == "ValidationException"


def test_credentials_spell_their_secret_in_their_own_way(account: WholeAccount):
    """``SecretKey``, not SecretAccessKey, and an aware time of expiry one hour ahead."""
    credentials = account.credentials()

    assert credentials.keys() == {"AccessKeyId", "SecretKey", "SessionToken", "Expiration"}
    ahead = credentials["Expiration"] - account.cloud.clock.now()
    assert ahead.total_seconds() == 3600


def test_a_mapped_pool_refuses_the_classic_flow(account: WholeAccount):
    """With RoleMappings the app may not choose its own role; the developer flow goes on."""
    key = f"{account.user_pool}:{account.client_id}"
    account.map_roles(key, Type="Token", AmbiguousRoleResolution="AuthenticatedRole")
    guest = account.identity()

    _, message = words(lambda: account.public.get_open_id_token(IdentityId=guest))

    assert message == (
        "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow."
    )
    assert account.voucher()["Token"]


def test_roles_of_the_classic_flow_are_the_apps_choice(account: WholeAccount):
    """Any role whose trust policy lets the pool in will do."""
    other = account.role("other", trust_of(account.pool_id, "authenticated"))

    assert account.classic(other, account.login())["AssumedRoleUser"]["Arn"].endswith("/other/app")
