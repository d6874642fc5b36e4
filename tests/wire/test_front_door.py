"""The names that a notebook starts from: a wrong argument gets one clear Python error."""

from collections.abc import Callable
from datetime import datetime

import pytest

import cognito_lab
from cognito_lab import Cloud, new_cloud

URL = "https://accounts.google.com/jwks"
WRONG: list = [
    pytest.param(lambda _: new_cloud(seed=1.5), TypeError, "seed must be", id="a seed in parts"),
    pytest.param(lambda _: new_cloud(seed=True), TypeError, "seed must be", id="a yes for a seed"),
    pytest.param(lambda _: new_cloud(trace_limit=0), ValueError, "at least 1", id="no trace"),
    pytest.param(lambda _: new_cloud(start="later"), TypeError, "aware datetime", id="no time"),
    pytest.param(
        lambda _: new_cloud(start=datetime(2026, 1, 6)), ValueError, "aware", id="a time nowhere"
    ),
    pytest.param(
        lambda _: cognito_lab.boto3_session(None), TypeError, "new_cloud()", id="boto3 in no cloud"
    ),
    pytest.param(
        lambda cloud: cognito_lab.boto3_session(cloud, "admin"),
        TypeError,
        "Credentials dict",
        id="a name for credentials",
    ),
    pytest.param(
        lambda cloud: cognito_lab.boto3_session(cloud, {"Credentials": {}}),
        ValueError,
        "not the whole answer",
        id="a whole answer for credentials",
    ),
    pytest.param(
        lambda _: cognito_lab.http_session(3), TypeError, "new_cloud()", id="HTTP in no cloud"
    ),
    pytest.param(lambda _: cognito_lab.sigv4({}), ValueError, "cannot sign", id="nobody signs"),
    pytest.param(
        lambda _: cognito_lab.jwks_client(None, URL),
        TypeError,
        "new_cloud()",
        id="keys of no cloud",
    ),
    pytest.param(
        lambda cloud: cognito_lab.jwks_client(cloud, 5), TypeError, "text", id="keys at a number"
    ),
    pytest.param(
        lambda cloud: cognito_lab.jwks_client(cloud, "accounts.google.com"),
        ValueError,
        "https://",
        id="keys at no address",
    ),
    pytest.param(
        lambda cloud: cloud.clock.advance(minutes=-1), ValueError, "forward", id="time backwards"
    ),
    pytest.param(
        lambda cloud: cloud.mailbox.latest("nobody@example.com"),
        LookupError,
        "no message was sent",
        id="an empty mailbox",
    ),
    pytest.param(
        lambda cloud: cloud.functions.register("two words", print),
        ValueError,
        "function's name",
        id="a function without a proper name",
    ),
]


@pytest.mark.parametrize(("call", "error", "words"), WRONG)
def test_a_wrong_argument_is_told_in_one_clear_error(
    call: Callable[[Cloud], object], error: type[Exception], words: str
) -> None:
    """The error's type and words say what was wrong, and the cloud stays as it was."""
    cloud = new_cloud(seed=1)
    before = (cloud.clock.now(), cloud.trace.exchanges)

    with pytest.raises(error) as raised:
        call(cloud)

    assert words in str(raised.value)
    assert (cloud.clock.now(), cloud.trace.exchanges) == before
