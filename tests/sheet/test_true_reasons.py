"""Why? The note beside each refusal is true of this very case, and can be understood alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError
from whole_account import COGNITO, CONTOSO, DEVELOPER, GOOGLE, WholeAccount


def notes_of(account: WholeAccount, attempt: Callable[[], Any]) -> str:
    """What the trace says of one call, refused or not."""
    mark = account.cloud.trace.mark()
    with suppress(ClientError):
        attempt()
    return " ".join(note for x in account.cloud.trace.since(mark)[-1].walk() for note in x.notes)


def creds(account: WholeAccount, identity: str, **logins: Any) -> Callable[[], Any]:
    """GetCredentialsForIdentity, to be called later."""
    return lambda: account.public.get_credentials_for_identity(IdentityId=identity, **logins)


def merged_pair(account: WholeAccount) -> tuple[str, str]:
    """A guest who turned out to be jdoe: the disabled id, and jdoe's."""
    jdoe, guest = account.login(), account.identity()
    survivor = account.identity(jdoe)
    account.credentials(jdoe, identity=guest)
    return guest, survivor


def test_a_new_guest_had_no_login_at_all(account: WholeAccount):
    """Nobody speaks of a login where none was shown."""
    guest = notes_of(account, account.identity)
    jdoe = notes_of(account, lambda: account.identity(account.login()))

    assert guest == "Nothing was shown: a new guest."
    assert jdoe == "Nobody had this login yet: a new identity."


def test_a_merged_identity_says_what_became_of_it(account: WholeAccount):
    """Without logins, with a stranger's, and with a back end's: it names the one that took over."""
    disabled, survivor = merged_pair(account)
    uma = account.login(name="uma")

    said = [
        notes_of(account, creds(account, disabled)),
        notes_of(account, creds(account, disabled, Logins=uma)),
        notes_of(account, lambda: account.voucher("somebody", IdentityId=disabled)),
    ]

    assert said == [f"It was merged into {survivor} and is disabled."] * 3


def test_an_identity_without_logins_says_that_nobody_can_reach_it(account: WholeAccount):
    """After the last login was taken off, neither that login nor none opens it."""
    jdoe = account.login()
    identity = account.identity(jdoe)
    account.public.unlink_identity(
        IdentityId=identity, Logins=jdoe, LoginsToRemove=[account.user_pool]
    )

    said = [
        notes_of(account, creds(account, identity)),
        notes_of(account, creds(account, identity, Logins=jdoe)),
    ]

    assert said == ["Its last login was taken off: nobody can reach it any more."] * 2


def test_a_voucher_says_which_of_two_faults_it_has(account: WholeAccount):
    """The identity was merged away, or the guest of the token signed in since."""
    first, second = account.voucher("first"), account.voucher("second")
    account.counter.merge_developer_identities(
        SourceUserIdentifier="first",
        DestinationUserIdentifier="second",
        DeveloperProviderName=DEVELOPER,
        IdentityPoolId=account.pool_id,
    )
    guest = account.identity()
    token = account.public.get_open_id_token(IdentityId=guest)["Token"]
    account.credentials(account.login(), identity=guest)

    merged = creds(account, first["IdentityId"], Logins={COGNITO: first["Token"]})
    signed_in = creds(account, guest, Logins={COGNITO: token})

    assert notes_of(account, merged) == (
        f"It was merged into {second['IdentityId']} and is disabled."
    )
    assert notes_of(account, signed_in) == "The token is a guest's, and it is no guest any more."


def test_taking_off_another_user_of_the_back_end_names_the_users_there_are(account: WholeAccount):
    """The provider is linked; the user is not."""
    made = account.voucher("user-1")

    said = notes_of(
        account,
        lambda: account.counter.unlink_developer_identity(
            IdentityId=made["IdentityId"],
            IdentityPoolId=account.pool_id,
            DeveloperProviderName=DEVELOPER,
            DeveloperUserIdentifier="user-2",
        ),
    )

    assert said == (
        f"{DEVELOPER} user user-2 is not linked to {made['IdentityId']}; linked to it are "
        f"{DEVELOPER} user user-1."
    )


def test_taking_off_without_proof_says_what_would_be_one(account: WholeAccount):
    """No login, or somebody else's."""
    jdoe = account.login()
    identity = account.identity(jdoe)
    google = account.login("Google")
    off = {"IdentityId": identity, "LoginsToRemove": [account.user_pool]}

    nothing = notes_of(account, lambda: account.public.unlink_identity(Logins={}, **off))
    another = notes_of(account, lambda: account.public.unlink_identity(Logins=google, **off))

    assert nothing.startswith(f"Linked to {identity} are {account.user_pool} user ")
    assert nothing.endswith("none of them was shown.")
    assert f"none of them was shown, but {GOOGLE} user " in another


def test_a_provider_that_iam_lost_is_not_called_unlisted(account: WholeAccount):
    """The pool lists it still; IAM knows it no more."""
    ana = account.login("Contoso")
    account.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=account.contoso_arn)

    said = notes_of(account, lambda: account.identity(ana))

    assert said == f"photos lists the provider {CONTOSO}, but IAM has it no more."


def test_a_token_for_another_app_names_the_apps_and_who_lists_them(account: WholeAccount):
    """App ids of a user pool stand in the identity pool, those of an OIDC provider in IAM."""
    other = account.contoso.register_client("other")
    token = account.contoso.sign_in("ana@contoso.example", "Practice-1!", client_id=other).id_token

    ana = notes_of(account, lambda: account.identity({CONTOSO: token}))
    jdoe = notes_of(
        account, lambda: account.identity({account.user_pool: account.made_up(aud="x")})
    )

    assert ana == (
        f"The token was made for the app {other}; taken are those for {account.contoso_app}."
    )
    assert jdoe == f"The token was made for the app x; taken are those for {account.client_id}."


def test_sts_speaks_of_user_pools_to_their_users_only(account: WholeAccount):
    """A provider that IAM does not know is no user pool."""
    ana, role = account.login("Contoso")[CONTOSO], account.roles["authenticated"]
    jdoe = account.login()[account.user_pool]
    account.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=account.contoso_arn)

    assert "user pool" not in notes_of(account, lambda: account.assume(role, ana))
    assert "user pool" in notes_of(account, lambda: account.assume(role, jdoe))


def test_small_words_of_other_reasons(account: WholeAccount):
    """Counts and lists read well when they are one, or empty, and a switch is told as it stands."""
    guest = account.identity()
    account.counter.update_identity_pool(
        IdentityPoolId=account.pool_id,
        IdentityPoolName="photos",
        AllowUnauthenticatedIdentities=True,
        AllowClassicFlow=False,
    )
    public, vouch = account.public, account.counter.get_open_id_token_for_developer_identity

    no_pool = notes_of(account, lambda: public.get_id(IdentityPoolId="us-east-1:0-0"))
    no_name = notes_of(account, lambda: vouch(IdentityPoolId=account.pool_id, Logins={}))
    classic = notes_of(account, lambda: public.get_open_id_token(IdentityId=guest))

    assert no_pool == "None of this cloud's identity pools (1) has that id."
    assert no_name.endswith("Logins names nobody.")
    assert classic == "photos has AllowClassicFlow=false."
