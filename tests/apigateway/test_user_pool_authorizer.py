"""The door that reads the passport itself: what opens it and what does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from api_world import CLIENT_ID, POOL, SUB, ApiWorld, issuer, pool_arn

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.jose import b64url, sign
from cognito_lab.primitives.keys import SigningKey, key_id
from cognito_lab.services.apigateway import refusal
from cognito_lab.services.openid_provider import google


def knock(world: ApiWorld, token: str | None, *scopes: str, **authorizer: object) -> object:
    """Ask the guarded method with a token in the Authorization header; its claims, or the error."""
    method = world.guarded_method(*scopes, **authorizer)
    headers = {} if token is None else {"Authorization": token}
    try:
        with world.trace.exchange("API Gateway", "GET /jwt", {}):
            return world.gateway.authorize_with_user_pool(method, headers)
    except AwsError as error:
        return error


@pytest.mark.parametrize("before", ["", "Bearer "], ids=["bare", "after Bearer"])
def test_an_id_token_opens_a_method_without_scopes(world, before):
    """The token may stand alone or after ``Bearer``; its claims come back verified."""
    claims = knock(world, before + world.id_token())

    assert claims["sub"] == SUB
    assert claims["token_use"] == "id"


def test_the_header_may_be_written_in_any_case(world):
    """HTTP header names know no upper and lower case."""
    method = world.guarded_method()

    claims = world.gateway.authorize_with_user_pool(method, {"authorization": world.id_token()})

    assert claims["sub"] == SUB


def test_the_token_is_read_from_the_header_that_the_authorizer_names(world):
    """With another identity source the Authorization header means nothing."""
    method = world.guarded_method(identity_source="method.request.header.X-Passport")
    token = world.id_token()

    assert world.gateway.authorize_with_user_pool(method, {"X-Passport": token})["sub"] == SUB
    with pytest.raises(AwsError) as refused:
        world.gateway.authorize_with_user_pool(method, {"Authorization": token})
    assert refused.value.because == "There is no token in the X-Passport header."


def test_one_of_several_pools_is_enough(world):
    """An authorizer takes the tokens of every pool that it names, and says whose they were."""
    arns = [pool_arn(), pool_arn("us-east-1_Other1234")]

    claims = knock(world, world.id_token("us-east-1_Other1234"), provider_arns=arns)

    assert claims["iss"] == issuer("us-east-1_Other1234")


def forged_none(world: ApiWorld) -> str:
    """The pool's own claims with alg none and an empty signature."""
    return ".".join([b64url(b'{"alg":"none"}'), world.id_token().split(".")[1], ""])


def googles_token(world: ApiWorld) -> str:
    """A genuine ID token of the Google-like provider."""
    provider = google(
        clock=world.clock, ids=Ids(1), trace=world.trace, published_keys=world.published_keys
    )
    provider.add_user("gina@gmail.com", "pw")
    app = provider.register_client("app")
    return provider.sign_in("gina@gmail.com", "pw", client_id=app).id_token


def one_changed_byte(world: ApiWorld) -> str:
    """A good token, one letter of its claims another."""
    header, payload, signature = world.id_token().split(".")
    changed = payload[:20] + ("A" if payload[20] != "A" else "B") + payload[21:]
    return f"{header}.{changed}.{signature}"


Make = Callable[[ApiWorld], str | None]
REFUSED: list[object] = [
    pytest.param(lambda world: None, "no token in the Authorization header", id="no header"),
    pytest.param(lambda world: "  ", "no token in the Authorization header", id="an empty header"),
    pytest.param(lambda world: "Bearer ", "is no JWT", id="Bearer of nothing"),
    pytest.param(lambda world: "Basic amRvZTpwdw==", "is no JWT", id="name and password"),
    pytest.param(
        lambda world: "AWS4-HMAC-SHA256 Credential=ASIA/x, Signature=1",
        "holds a signature, no token",
        id="a SigV4 signature",
    ),
    pytest.param(lambda world: f"bearer: {world.id_token()}", "is no JWT", id="another prefix"),
    pytest.param(
        lambda world: f"{world.id_token()},{world.id_token()}", "is no JWT", id="two tokens at once"
    ),
    pytest.param(
        googles_token,
        f"The token's issuer is https://accounts.google.com, this authorizer trusts {issuer()}.",
        id="Google's token",
    ),
    pytest.param(
        lambda world: world.id_token("us-east-1_Other1234"),
        f"The token's issuer is {issuer('us-east-1_Other1234')}, this authorizer trusts",
        id="another pool's token",
    ),
    pytest.param(
        lambda world: world.id_token(iss=None), "The token's issuer is None", id="no issuer"
    ),
    pytest.param(
        lambda world: world.id_token(iss=[issuer()]), "The token's issuer is [", id="a list"
    ),
    pytest.param(
        lambda world: sign(
            {"iss": issuer(), "token_use": "id", "exp": 9**10},
            SigningKey(4, key_id(issuer("us-east-1_Other1234"), 4)),
        ),
        "publishes no key with the kid",
        id="another pool's key under our issuer",
    ),
    pytest.param(
        lambda world: sign(
            {"iss": issuer(), "token_use": "id", "exp": 9**10},
            SigningKey(9, key_id(issuer(), 4)),
        ),
        "the signature was not made over these bytes",
        id="a stranger's key under our key id",
    ),
    pytest.param(one_changed_byte, "", id="one changed byte"),
    pytest.param(forged_none, "is no JWT", id="alg none"),
    pytest.param(
        lambda world: world.access_token(),
        "A method without scopes wants an ID token; this token_use is 'access'.",
        id="an access token",
    ),
    pytest.param(
        lambda world: world.id_token(token_use=None), "token_use is None", id="a use that is unsaid"
    ),
    pytest.param(lambda world: world.id_token(exp=None), "no exp", id="a token without an end"),
    pytest.param(lambda world: world.id_token(exp=3 * 10**11), "no exp", id="no year of ours"),
]


@pytest.mark.parametrize(("make", "why"), REFUSED)
def test_every_other_token_is_refused_with_the_same_words(world, make: Make, why):
    """401 Unauthorized for all of them; only the trace says why."""
    error = knock(world, make(world))

    assert isinstance(error, AwsError)
    assert (error.code, error.message, error.status) == (
        "UnauthorizedException",
        "Unauthorized",
        401,
    )
    assert why in error.because
    assert error.because in world.trace.find("GET /jwt")[-1].notes


def test_a_refusal_looks_as_aws_sends_it(world):
    """The code in a header, a small m in the body."""
    error = knock(world, None)

    response = refusal(error)

    assert response.status == 401
    assert response.headers["x-amzn-ErrorType"] == "UnauthorizedException"
    assert response.body == b'{"message":"Unauthorized"}'


@pytest.mark.parametrize(
    ("age", "message"),
    [
        pytest.param(3599, None, id="in its last second"),
        pytest.param(3600, "The incoming token has expired", id="at its end"),
        pytest.param(3840, "The incoming token has expired", id="four minutes late, no grace"),
    ],
)
def test_an_expired_token_is_told_so(world, age, message):
    """It is the one reason that the caller learns too."""
    token = world.id_token()
    world.clock.advance(seconds=age)

    answer = knock(world, token)

    if message is None:
        assert answer["sub"] == SUB
    else:
        assert (answer.message, answer.status) == (message, 401)
        assert "The token expired at 2026-01-06 10:08:07 UTC" in answer.because


def test_an_expired_forgery_learns_nothing(world):
    """Only a genuine token is told that it has expired."""
    token = one_changed_byte(world)
    world.clock.advance(hours=2)

    assert knock(world, token).message == "Unauthorized"


@pytest.mark.parametrize(
    ("scope", "wanted", "opens"),
    [
        pytest.param("orders/read", ["orders/read"], True, id="the very scope"),
        pytest.param("openid orders/read", ["orders/write", "orders/read"], True, id="one of two"),
        pytest.param("orders/read", ["orders/write"], False, id="another scope"),
        pytest.param("orders/readonly", ["orders/read"], False, id="a longer scope"),
        pytest.param("", ["orders/read"], False, id="no scope"),
    ],
)
def test_a_method_with_scopes_takes_an_access_token_with_one_of_them(world, scope, wanted, opens):
    """Any one in common is enough; a piece of a scope is none."""
    answer = knock(world, world.access_token(scope), *wanted)

    if opens:
        assert answer["client_id"] == CLIENT_ID
    else:
        assert answer.message == "Unauthorized"
        assert f"The method wants the scope {' or '.join(wanted)}" in answer.because


def test_a_method_with_scopes_takes_no_id_token(world):
    """Whatever the ID token says of itself, it is no access token."""
    answer = knock(world, world.id_token(scope="orders/read"), "orders/read")

    assert answer.message == "Unauthorized"
    assert "wants an access token; this token_use is 'id'" in answer.because


@pytest.mark.parametrize(
    ("expression", "opens"),
    [
        pytest.param(CLIENT_ID, True, id="our app id"),
        pytest.param("67a.*", True, id="a pattern for it"),
        pytest.param("67a", False, id="only its beginning"),
        pytest.param("other", False, id="another app's"),
    ],
)
def test_a_validation_expression_judges_the_whole_audience(world, expression, opens):
    """The token's aud has to match from end to end."""
    answer = knock(world, world.id_token(), identity_validation_expression=expression)

    assert (answer["aud"] == CLIENT_ID) if opens else (answer.message == "Unauthorized")


@pytest.mark.parametrize("expression", [".+", "None", CLIENT_ID])
def test_any_validation_expression_keeps_access_tokens_out(world, expression):
    """They have no aud at all, so nothing that asks for one can match."""
    token = world.access_token("orders/read")

    answer = knock(world, token, "orders/read", identity_validation_expression=expression)

    assert answer.message == "Unauthorized"
    assert "The token's aud is None" in answer.because


def test_the_keys_are_fetched_once_and_again_after_a_rotation(world):
    """The trace shows a fetch only when one took place."""
    method = world.guarded_method()
    for token in (world.id_token(), world.id_token()):
        with world.trace.exchange("API Gateway", "GET /jwt", {}):
            world.gateway.authorize_with_user_pool(method, {"Authorization": token})
    assert len(world.trace.find("GET jwks.json")) == 1

    world.publish(POOL, 6, 7)
    world.gateway.authorize_with_user_pool(method, {"Authorization": world.id_token(key_index=6)})

    assert len(world.trace.find("GET jwks.json")) == 2


def test_no_key_is_fetched_for_an_issuer_that_nobody_trusts(world):
    """A token cannot make API Gateway read keys of its own choice."""
    knock(world, googles_token(world))

    assert world.trace.find("GET jwks.json") == []


def test_a_pool_that_is_gone_opens_nothing(world):
    """Its keys are published no more, so its tokens cannot be verified."""
    world.published_keys.withdraw(issuer())

    answer = knock(world, world.id_token())

    assert answer.message == "Unauthorized"
    assert "publishes no keys" in answer.because


def test_a_method_without_an_authorizer_is_a_fault_of_ours(world):
    """Asking the wrong guard is a Python error, never an open door."""
    api_id, _ = world.api()
    world.add_method(api_id, "/open")
    world.deploy(api_id)

    with pytest.raises(ValueError, match="guarded by NONE"):
        world.gateway.authorize_with_user_pool(world.method(api_id, "/open"), {})


def test_the_trace_shows_who_read_the_token(world):
    """The check is a step of API Gateway's, and the keys come from the JWKS."""
    knock(world, world.id_token())

    door = world.trace.find("GET /jwt")[-1]
    assert [(child.receiver, child.action) for child in door.children] == [
        ("API Gateway", "check the user-pool token"),
        ("JWKS", "GET jwks.json"),
    ]
    assert not world.trace.find("AssumeRoleWithWebIdentity")
