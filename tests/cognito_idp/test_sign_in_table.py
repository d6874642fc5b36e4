"""The table of signing in, as a table: whole, connected, and without a short cut to tokens."""

import pytest

from cognito_lab.services.cognito_idp.attempts import Challenge, Flow
from cognito_lab.services.cognito_idp.challenges import CHALLENGES
from cognito_lab.services.cognito_idp.flows import FLOWS
from cognito_lab.services.cognito_idp.signin import SIGN_IN, End


def _reachable(place):
    """Every place that a walk from here may come to."""
    found, waiting = set(), [place]
    while waiting:
        for step in SIGN_IN.get(waiting.pop(), ()):
            if step not in found:
                found.add(step)
                waiting.append(step)
    return found


def test_every_flow_and_challenge_has_a_row_and_something_that_acts():
    """Nothing stands in one table and is missing in another."""
    assert SIGN_IN.keys() == {*Flow, *Challenge}
    assert FLOWS.keys() == set(Flow)
    assert CHALLENGES.keys() == set(Challenge)


@pytest.mark.parametrize("place", [*Flow, *Challenge])
def test_every_walk_can_end_in_tokens(place):
    """No place is a dead end."""
    assert End.TOKENS in _reachable(place)


@pytest.mark.parametrize("challenge", list(Challenge))
def test_every_challenge_can_be_reached_from_a_flow(challenge):
    """No row stands there for nothing."""
    assert any(challenge in _reachable(flow) for flow in Flow)


def test_an_srp_walk_has_no_way_round_the_proof():
    """From USER_SRP_AUTH there is one step, and it is the proof."""
    assert SIGN_IN[Flow.USER_SRP_AUTH] == (Challenge.PASSWORD_VERIFIER,)


def test_every_first_password_is_followed_by_the_second_factor():
    """Where a password has been proved, tokens are the last choice of the row."""
    for place in (Flow.USER_PASSWORD_AUTH, Challenge.PASSWORD_VERIFIER):
        row = SIGN_IN[place]
        assert {Challenge.MFA_SETUP, Challenge.SOFTWARE_TOKEN_MFA, Challenge.SMS_MFA} <= {*row}
        assert row[-1] is End.TOKENS
