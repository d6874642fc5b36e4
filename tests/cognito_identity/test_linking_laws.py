"""Laws of the identity pool's table, tried with random sequences of all calls that change it.

Whatever is called in whatever order: a login belongs to one identity, nobody who left comes back,
and what was refused has changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from identity_world import GOOGLE, USER_POOL, Issuer, World, make_world

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.cognito_identity.identities import Identity, Login
from examples import examples

BACK_END = "login.my.app"
CONTOSO = "login.contoso.example"


@dataclass(frozen=True)
class Step:
    """One call.

    Attributes:
        call: A key of `CALLS`.
        number: Which of the identities that were given out.
        shown: ``{provider: user}``; each is a good token.
        users: Two users of the back end, perhaps the same.
    """

    call: str
    number: int
    shown: Mapping[str, str]
    users: tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    """What a step did: the identity that it meant, the rows before and after, who was served."""

    step: Step
    named: str
    before: Mapping[str, Identity]
    after: Mapping[str, Identity]
    served: str | None
    refused: AwsError | None


class Counter:
    """A pool with a user pool, Google, Contoso, a back end and guests."""

    def __init__(self) -> None:
        self.world: World = make_world(
            developer_provider_name=BACK_END,
            open_id_connect_provider_arns=[f"arn:aws:iam::123456789012:oidc-provider/{CONTOSO}"],
        )
        contoso = self.world.issuer(CONTOSO, "photos", 8)
        self.world.iam.create_open_id_connect_provider(url=contoso.url, client_id_list=["photos"])
        self.issuers: Mapping[str, Issuer] = {
            USER_POOL: self.world.user_pool,
            GOOGLE: self.world.google,
            CONTOSO: contoso,
        }
        self.ids = ["us-east-1:00000000-0000-0000-0000-000000000000", *self._merged()]

    def _merged(self) -> list[str]:
        """A guest who turned out to be somebody known: a disabled identity, and whose it was."""
        known = {GOOGLE: self.world.google.token("x")}
        owner, guest = self.world.identity_of(known), self.world.identity_of()
        self.world.credentials_of(guest, known)
        return [guest, owner]

    @property
    def rows(self) -> dict[str, Identity]:
        """The whole table."""
        rows = self.world.service._identities.of_pool(self.world.pool_id)
        return {row.id: row for row in rows}

    def logins(self, step: Step) -> dict[str, str]:
        """A good token for each login that is shown."""
        return {name: self.issuers[name].token(user) for name, user in step.shown.items()}

    def identity(self, step: Step) -> str:
        """The identity that the step means; the first of them was never there."""
        return self.ids[step.number % len(self.ids)]

    def take(self, step: Step) -> Outcome:
        """Make the call, and look at the table before and after."""
        before, named, refused, served = self.rows, self.identity(step), None, None
        try:
            served = CALLS[step.call](self, step).get("IdentityId")
        except AwsError as error:
            refused = error
        if served is not None and served not in self.ids:
            self.ids.append(served)
        return Outcome(step, named, before, self.rows, served, refused)


def get_id(at: Counter, step: Step) -> Any:
    """GetId."""
    return at.world.service.get_id(identity_pool_id=at.world.pool_id, logins=at.logins(step))


def get_credentials(at: Counter, step: Step) -> Any:
    """GetCredentialsForIdentity."""
    return at.world.credentials_of(at.identity(step), at.logins(step))


def get_token(at: Counter, step: Step) -> Any:
    """GetOpenIdToken."""
    ask = at.world.service.get_open_id_token
    return ask(identity_id=at.identity(step), logins=at.logins(step))


def vouch(at: Counter, step: Step) -> Any:
    """GetOpenIdTokenForDeveloperIdentity; half of them name an identity."""
    named = {"identity_id": at.identity(step)} if step.number % 2 else {}
    return at.world.service.get_open_id_token_for_developer_identity(
        identity_pool_id=at.world.pool_id,
        logins={BACK_END: step.users[0], **at.logins(step)},
        **named,
    )


def merge(at: Counter, step: Step) -> Any:
    """MergeDeveloperIdentities."""
    return at.world.service.merge_developer_identities(
        source_user_identifier=step.users[0],
        destination_user_identifier=step.users[1],
        developer_provider_name=BACK_END,
        identity_pool_id=at.world.pool_id,
    )


def unlink(at: Counter, step: Step) -> Any:
    """UnlinkIdentity, of any provider."""
    return at.world.service.unlink_identity(
        identity_id=at.identity(step),
        logins=at.logins(step),
        logins_to_remove=[[*at.issuers][step.number % 3]],
    )


def unlink_user(at: Counter, step: Step) -> Any:
    """UnlinkDeveloperIdentity."""
    return at.world.service.unlink_developer_identity(
        identity_id=at.identity(step),
        identity_pool_id=at.world.pool_id,
        developer_provider_name=BACK_END,
        developer_user_identifier=step.users[0],
    )


def delete(at: Counter, step: Step) -> Any:
    """DeleteIdentities."""
    return at.world.service.delete_identities(identity_ids_to_delete=[at.identity(step)])


CALLS: Mapping[str, Callable[[Counter, Step], Any]] = {
    call.__name__: call
    for call in (get_id, get_credentials, get_token, vouch, merge, unlink, unlink_user, delete)
}
NAMING = {"get_credentials", "get_token", "unlink"}
LINKS = {"get_id", "get_credentials", "get_token", "vouch"}
STEPS = st.builds(
    Step,
    # Those that link come twice as often; unlinking too, because it is refused so often.
    call=st.sampled_from([*CALLS, *sorted(LINKS), "unlink", "unlink"]),
    number=st.integers(0, 9),
    shown=st.dictionaries(
        st.sampled_from([USER_POOL, GOOGLE, CONTOSO]), st.sampled_from("xyz"), max_size=2
    ),
    users=st.tuples(st.sampled_from("abc"), st.sampled_from("abc")),
)


# --- the laws -------------------------------------------------------------------------------------


def what_is_refused_changes_nothing_and_says_why(outcome: Outcome) -> None:
    """After a refusal every row is as it was, and the refusal has a reason of its own."""
    if outcome.refused is not None:
        assert outcome.after == outcome.before
        assert outcome.refused.because.endswith(".")


def a_login_has_one_identity_and_an_identity_one_user_of_each_provider(outcome: Outcome) -> None:
    """Only of the back end's users an identity may have several."""
    everything = [login for row in outcome.after.values() for login in row.logins]
    assert len(everything) == len(set(everything))
    for row in outcome.after.values():
        public = [login.provider for login in row.logins if not login.by_developer]
        assert len(public) == len(set(public))


def nobody_who_left_comes_back(outcome: Outcome) -> None:
    """A merged identity stays as it is and has no logins; a guest who signed in is none again."""
    for row in outcome.before.values():
        now = outcome.after.get(row.id, row)
        assert now.authenticated or not row.authenticated
        assert now == row or not row.is_disabled
    assert not any(row.logins for row in outcome.after.values() if row.is_disabled)


def whoever_is_served_has_all_logins_that_were_shown(outcome: Outcome) -> None:
    """And whoever showed none is a guest."""
    step = outcome.step
    if outcome.served is None or step.call not in LINKS:
        return
    row = outcome.after[outcome.served]
    shown = {Login(provider, user) for provider, user in step.shown.items()}
    if step.call == "vouch":
        shown.add(Login(BACK_END, step.users[0], by_developer=True))
    assert shown <= set(row.logins)
    assert bool(shown) == row.authenticated
    assert not row.is_disabled


def an_identity_with_logins_is_served_to_their_owners_only(outcome: Outcome) -> None:
    """Who names such an identity shows one of its logins, as it was linked before the call."""
    step, named = outcome.step, outcome.before.get(outcome.named)
    if step.call not in NAMING or outcome.refused is not None or named is None:
        return
    shown = {Login(provider, user) for provider, user in step.shown.items()}
    assert named.is_disabled or not named.authenticated or shown & set(named.logins)


LAWS = (
    what_is_refused_changes_nothing_and_says_why,
    a_login_has_one_identity_and_an_identity_one_user_of_each_provider,
    nobody_who_left_comes_back,
    whoever_is_served_has_all_logins_that_were_shown,
    an_identity_with_logins_is_served_to_their_owners_only,
)


@settings(max_examples=examples(120), deadline=None, derandomize=True)
@given(st.lists(STEPS, min_size=15, max_size=30))
def test_the_laws_of_the_table_hold_after_every_call(history: list[Step]) -> None:
    """Whatever was called before, and in whatever order."""
    counter = Counter()

    for step in history:
        outcome = counter.take(step)

        for law in LAWS:
            law(outcome)
