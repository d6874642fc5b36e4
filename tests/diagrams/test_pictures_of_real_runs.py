"""A picture of a real run of the lab: boto3 in front, every service behind, nothing made up."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from test_sequence_layout import overlaps
from test_texts_stay_inside import beyond_the_page, beyond_their_bands

from cognito_lab import boto3_session, http_session, sigv4
from cognito_lab.diagrams import SIX_PHASES, Kind, from_trace, sequence
from cognito_lab.diagrams.rows import lay_out
from cognito_lab.lessons import journey
from cognito_lab.lessons.journey import World
from cognito_lab.primitives.trace import Trace


@pytest.fixture(scope="module")
def world() -> World:
    """The journey's world, shared by all tests of this file."""
    return journey.build(seed=7)


@pytest.fixture(scope="module")
def run(world: World) -> Trace:
    """What happens when jdoe signs in, visits the counter, and knocks at two doors."""
    nobody: Any = boto3_session(world.cloud, credentials={})
    signed_in = nobody.client("cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": world.passwords["jdoe"]},
    )
    logins = {world.user_pool_provider: signed_in["AuthenticationResult"]["IdToken"]}
    counter = nobody.client("cognito-identity")
    identity = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]
    answer = counter.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    http = http_session(world.cloud)
    http.get(f"{world.api_url}/group", auth=sigv4(answer["Credentials"]))
    http.get(f"{world.api_url}/google", auth=sigv4(answer["Credentials"]))
    return world.cloud.trace


def secrets_of(value: object) -> set[str]:
    """Every long text in a structure that nobody may see in a picture: tokens, keys, passwords."""
    if isinstance(value, Mapping):
        inside = [secrets_of(item) for item in value.values()]
        named = {
            str(item)
            for name, item in value.items()
            if name in ("PASSWORD", "SecretKey", "SecretAccessKey", "SessionToken", "Password")
        }
        return named.union(*inside)
    if isinstance(value, list | tuple):
        return set().union(*(secrets_of(item) for item in value))
    return {value} if isinstance(value, str) and value.startswith("eyJ") else set()


def test_the_picture_has_the_six_phases_of_the_journey(run: Trace) -> None:
    """From the password to the opened door, in the order of time."""
    phases = [step.phase for step in from_trace(run, phases=SIX_PHASES).steps if step.phase]

    assert phases == [
        "Sign in",
        "Receive tokens",
        "Get identity",
        "Validate token",
        "Assume the role",
        "Use AWS",
    ]


def test_the_login_is_checked_twice_and_the_keys_are_fetched_once(run: Trace) -> None:
    """The identity pool verifies at GetId and again at GetCredentialsForIdentity."""
    steps = from_trace(run).steps
    by_the_counter = [s.label for s in steps if s.sender == "Identity Pool"]

    assert by_the_counter.count("verify the token") == 2
    assert by_the_counter.count("GET jwks.json") == 1


def test_the_closed_door_is_red_and_has_its_reason(run: Trace) -> None:
    """The refusal shows the status, AWS's words, and the lab's note."""
    *_, refusal = from_trace(run).steps

    assert refusal.kind is Kind.ERROR
    assert refusal.label == "403 AccessDeniedException"
    assert "is not authorized to perform: execute-api:Invoke" in refusal.detail
    assert "no identity-based policy allows" in refusal.note


def test_nothing_overlaps_and_nothing_is_given_away(run: Trace) -> None:
    """A real run makes a tidy picture without one password, key or token in it."""
    diagram = sequence(run, title="jdoe", phases=SIX_PHASES)
    secrets = {s for e in run.walk() for s in secrets_of(e.request) | secrets_of(e.answer)}

    assert overlaps(lay_out(from_trace(run, phases=SIX_PHASES))) == []
    assert len(secrets) > 5
    for place in (diagram.dot, diagram.as_html(), str(diagram)):
        assert not [secret for secret in secrets if secret in place]


def test_no_part_of_a_run_has_a_text_that_is_cut(run: Trace) -> None:
    """Whichever two or three of those who took part are shown, all names and titles are whole."""
    cast = from_trace(run).cast
    shown = [c for size in (2, 3) for c in itertools.combinations(cast, size)]
    drawn = [sequence(run, participants=c).svg for c in shown]

    assert len([svg for svg in drawn if svg]) > 20
    cut = [beyond_their_bands(svg) + beyond_the_page(svg) for svg in drawn if svg]
    assert [texts for texts in cut if texts] == []
