"""HTTP APIs at their doors: who is let in, what the function is told, what a refusal looks like."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from http_api_world import HttpApiWorld

import cognito_lab

CHALLENGE = 'Bearer scope="" error="invalid_token" error_description="{why}"'


def refused(response: requests.Response) -> tuple[int, str, str | None]:
    """Status, the whole body, and the challenge of a refusal."""
    return response.status_code, response.text, response.headers.get("www-authenticate")


# --- the JWT authorizer ---------------------------------------------------------------------------


@pytest.mark.parametrize("use", ["IdToken", "AccessToken"])
@pytest.mark.parametrize("before", ["", "Bearer "], ids=["bare", "after Bearer"])
def test_id_and_access_tokens_open_a_route_without_scopes(
    http_api: HttpApiWorld, use: str, before: str
):
    """A token for the app passes, by its aud or by its client_id, bare or after ``Bearer``."""
    http_api.guarded("GET /jwt")

    event = http_api.event("/jwt", before + http_api.tokens()[use])

    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    assert http_api.client_id in (claims.get("aud"), claims.get("client_id"))


def test_no_token_gets_a_bare_challenge(http_api: HttpApiWorld):
    """Without a token the answer is 401 and the name of the scheme."""
    http_api.guarded("GET /jwt")

    response = http_api.get("/jwt")

    assert refused(response) == (401, '{"message":"Unauthorized"}', "Bearer")
    assert response.headers["apigw-requestid"]
    assert http_api.cloud.trace.exchanges[-1].notes == [
        "There is no token in $request.header.Authorization."
    ]


def test_what_is_no_jwt_is_told_so(http_api: HttpApiWorld):
    """A text that is no JWT is refused with the number of its parts."""
    http_api.guarded("GET /jwt")

    response = http_api.get("/jwt", "Bearer not-a-token")

    why = "token contains an invalid number of segments"
    assert refused(response) == (401, '{"message":"Unauthorized"}', CHALLENGE.format(why=why))


def test_a_token_for_another_app_is_told_so(http_api: HttpApiWorld):
    """A genuine token for another audience is refused with that reason."""
    http_api.guarded("GET /jwt")

    response = http_api.get("/jwt", http_api.forged(aud="another-app"))

    why = "the token does not have a valid audience"
    assert refused(response) == (401, '{"message":"Unauthorized"}', CHALLENGE.format(why=why))


@pytest.mark.parametrize(
    ("claims", "in_short"),
    [
        pytest.param({"iss": "https://evil.example"}, "other issuer", id="another issuer"),
        pytest.param({"iss": None}, "other issuer", id="no issuer"),
        pytest.param({"aud": None}, "other audience", id="no audience at all"),
        pytest.param({"aud": 5}, "other audience", id="a number as audience"),
        pytest.param({"aud": "x", "client_id": "{app}"}, "other audience", id="aud goes first"),
        pytest.param({"exp": "{now}"}, "expired", id="at its end"),
        pytest.param({"exp": None}, "expired", id="without an end"),
        pytest.param({"exp": "9999999999"}, "expired", id="an end in text"),
        pytest.param({"exp": float("inf")}, "expired", id="an end that never comes"),
        pytest.param({"nbf": "{later}"}, "too early", id="not before later"),
        pytest.param({"iat": "{later}"}, "too early", id="issued in the future"),
    ],
)
def test_claims_that_do_not_fit_are_refused(
    http_api: HttpApiWorld, claims: dict[str, Any], in_short: str
):
    """Each claim of AWS's list is checked, to the second, and the trace says which one failed."""
    http_api.guarded("GET /jwt")
    now = http_api.cloud.clock.epoch()
    meant = {"{now}": now, "{later}": now + 1, "{app}": http_api.client_id}
    token = http_api.forged(**{name: meant.get(value, value) for name, value in claims.items()})

    response = http_api.get("/jwt", token)

    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
    assert http_api.cloud.trace.exchanges[-1].error.in_short == in_short
    assert http_api.cloud.trace.find("echo") == []


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"aud": ["another", "{app}"]}, id="one of several audiences"),
        pytest.param({"aud": None, "client_id": "{app}"}, id="client_id where there is no aud"),
        pytest.param({"nbf": "{now}", "iat": "{now}", "exp": "{soon}"}, id="just in time"),
    ],
)
def test_claims_that_just_fit_pass(http_api: HttpApiWorld, claims: dict[str, Any]):
    """What the guide allows is let in."""
    http_api.guarded("GET /jwt")
    now = http_api.cloud.clock.epoch()
    meant = {"{now}": now, "{soon}": now + 1, "{app}": http_api.client_id}

    def said(value: Any) -> Any:
        return [said(one) for one in value] if isinstance(value, list) else meant.get(value, value)

    token = http_api.forged(**{name: said(value) for name, value in claims.items()})

    assert http_api.get("/jwt", token).status_code == 200


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        pytest.param({"scope": "openid orders/read"}, 200, id="one of two, in scope"),
        pytest.param({"scp": ["orders/read", "x"]}, 200, id="in scp, as a list"),
        pytest.param({"scp": "orders/read"}, 200, id="in scp, as text"),
        pytest.param({"scope": "orders/readonly"}, 403, id="a longer one"),
        pytest.param({}, 403, id="none"),
    ],
)
def test_a_route_with_scopes_wants_one_of_them(
    http_api: HttpApiWorld, claims: dict[str, Any], status: int
):
    """Any one in common is enough; without one the answer is 403 Forbidden, not 401."""
    http_api.guarded("GET /orders", "orders/read", "orders/write")

    response = http_api.get("/orders", http_api.forged(**claims))

    assert response.status_code == status
    if status == 403:
        assert response.json() == {"message": "Forbidden"}


def test_a_token_may_stand_in_the_query(http_api: HttpApiWorld):
    """The identity source may be a query parameter; then a header means nothing."""
    http_api.guarded("GET /jwt", IdentitySource=["$request.querystring.token"])
    token = http_api.tokens()["IdToken"]

    assert http_api.get("/jwt", params={"token": token}).status_code == 200
    assert http_api.get("/jwt", token).status_code == 401


def test_any_openid_provider_will_do(http_api: HttpApiWorld):
    """An authorizer with Google as issuer takes Google's tokens, and no user pool's."""
    google = http_api.cloud.google
    app = google.register_client("app")
    google.add_user("gina@gmail.com", "pw")
    google_token = google.sign_in("gina@gmail.com", "pw", client_id=app).id_token
    at_google = {"Issuer": "https://accounts.google.com", "Audience": [app]}
    http_api.guarded("GET /google", JwtConfiguration=at_google)

    assert http_api.get("/google", google_token).status_code == 200
    assert http_api.get("/google", http_api.tokens()["IdToken"]).status_code == 401


def test_claims_are_text_and_lists_stand_in_brackets(http_api: HttpApiWorld):
    """Numbers and booleans become text, a list is words in brackets, null is left out."""
    http_api.guarded("GET /jwt")
    now = http_api.cloud.clock.epoch()
    token = http_api.forged(
        **{
            "cognito:groups": ["admin", "poweruser"],
            "email_verified": True,
            "address": {"formatted": "Rue 1"},
        }
    )

    jwt = http_api.event("/jwt", token)["requestContext"]["authorizer"]["jwt"]

    assert jwt["scopes"] is None
    assert jwt["claims"]["cognito:groups"] == "[admin poweruser]"
    assert jwt["claims"]["email_verified"] == "true"
    assert jwt["claims"]["exp"] == str(now + 3600)
    assert jwt["claims"]["address"] == '{"formatted":"Rue 1"}'


def test_a_route_with_scopes_hands_on_all_scopes_of_the_token(http_api: HttpApiWorld):
    """`scopes` is the token's whole list, not only what the route asked for."""
    http_api.guarded("GET /orders", "orders/read")

    event = http_api.event("/orders", http_api.forged(scope="openid orders/read"))

    assert event["requestContext"]["authorizer"]["jwt"]["scopes"] == ["openid", "orders/read"]


def test_the_keys_are_those_of_the_authorizers_issuer(http_api: HttpApiWorld):
    """Whatever issuer a token names, only the configured issuer's keys are fetched."""
    http_api.guarded("GET /jwt")
    http_api.get("/jwt", http_api.forged(iss="https://accounts.google.com"))

    fetches = http_api.cloud.trace.find("GET jwks.json")

    assert {fetch.request["issuer"] for fetch in fetches} == {http_api.issuer}


# --- AWS_IAM --------------------------------------------------------------------------------------


def credentials(http_api: HttpApiWorld, resource: str = "*") -> dict[str, Any]:
    """Credentials of the identity pool for jdoe, whose role may invoke this."""
    pool = http_api.session.client("cognito-identity").create_identity_pool(
        IdentityPoolName="pool",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[
            {
                "ProviderName": http_api.issuer.removeprefix("https://"),
                "ClientId": http_api.client_id,
            }
        ],
    )["IdentityPoolId"]
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {"cognito-identity.amazonaws.com:aud": pool},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
        },
    }
    iam = http_api.session.client("iam")
    role = iam.create_role(RoleName="users", AssumeRolePolicyDocument=policy(trust))["Role"]
    may = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}
    iam.put_role_policy(RoleName="users", PolicyName="may", PolicyDocument=policy(may))
    counter = http_api.session.client("cognito-identity")
    counter.set_identity_pool_roles(IdentityPoolId=pool, Roles={"authenticated": role["Arn"]})
    logins = {http_api.issuer.removeprefix("https://"): http_api.tokens()["IdToken"]}
    identity = counter.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    answer = counter.get_credentials_for_identity(IdentityId=identity, Logins=logins)
    return {**answer["Credentials"], "IdentityId": identity, "PoolId": pool}


def policy(statement: dict[str, Any]) -> str:
    """A policy of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_signed_request_comes_in_with_its_identity(http_api: HttpApiWorld):
    """Behind AWS_IAM the function learns who signed, and which identity of which pool it is."""
    http_api.route("GET /signed", AuthorizationType="AWS_IAM")
    signer = credentials(http_api)

    event = http_api.event("/signed", auth=cognito_lab.sigv4(signer))

    iam = event["requestContext"]["authorizer"]["iam"]
    provider = http_api.issuer.removeprefix("https://")
    assert iam["accessKey"] == signer["AccessKeyId"]
    assert iam["accountId"] == "123456789012"
    assert iam["userArn"] == (
        "arn:aws:sts::123456789012:assumed-role/users/CognitoIdentityCredentials"
    )
    assert iam["callerId"] == iam["userId"]
    assert iam["userId"].endswith(":CognitoIdentityCredentials")
    cognito = iam["cognitoIdentity"]
    assert cognito["amr"][:2] == ["authenticated", provider]
    assert cognito["amr"][2].startswith(f"{provider}:CognitoSignIn:")
    assert (cognito["identityId"], cognito["identityPoolId"]) == (
        signer["IdentityId"],
        signer["PoolId"],
    )


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        pytest.param("{api}/$default/GET/signed", 200, id="exactly"),
        pytest.param("{api}/dev/GET/signed", 403, id="another stage"),
        pytest.param("{api}/*/GET/signed", 200, id="every stage"),
        pytest.param("{api}/*/POST/signed", 403, id="another verb"),
        pytest.param("{api}/*/GET/other", 403, id="another path"),
    ],
)
def test_a_policy_names_stage_verb_and_path(http_api: HttpApiWorld, resource: str, status: int):
    """The resource of execute-api:Invoke is API/STAGE/VERB/path; the stage is ``$default``."""
    http_api.route("GET /signed", AuthorizationType="AWS_IAM")
    arn = "arn:aws:execute-api:us-east-1:123456789012:" + resource.format(api=http_api.api_id)

    response = http_api.get("/signed", auth=cognito_lab.sigv4(credentials(http_api, arn)))

    assert response.status_code == status
    if status == 403:
        assert response.json() == {"message": "Forbidden"}


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(lambda api: api.get("/signed"), id="unsigned"),
        pytest.param(lambda api: api.get("/signed", api.tokens()["IdToken"]), id="a token"),
        pytest.param(
            lambda api: api.get(
                "/signed",
                auth=cognito_lab.sigv4({**credentials(api), "SecretKey": "x" * 40}),
            ),
            id="a wrong secret",
        ),
    ],
)
def test_whoever_does_not_sign_is_forbidden(http_api: HttpApiWorld, attempt: Any):
    """An HTTP API says one word about every fault of a signature; the trace says which."""
    http_api.route("GET /signed", AuthorizationType="AWS_IAM")

    response = attempt(http_api)

    assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})
    assert http_api.cloud.trace.find("echo") == []
    assert http_api.cloud.trace.exchanges[-1].notes


# --- stages, routes, events, answers --------------------------------------------------------------


def test_the_default_stage_has_no_name_in_the_url(http_api: HttpApiWorld):
    """``$default`` is served at the API's own address, a named stage below its name."""
    http_api.route("ANY /where")
    http_api.apis.create_stage(
        ApiId=http_api.api_id, StageName="dev", AutoDeploy=True, StageVariables={"mood": "good"}
    )

    default, dev = http_api.event("/where"), http_api.event("/dev/where")

    assert (default["rawPath"], default["requestContext"]["stage"]) == ("/where", "$default")
    assert (dev["rawPath"], dev["requestContext"]["stage"]) == ("/dev/where", "dev")
    assert dev["requestContext"]["http"]["path"] == "/dev/where"
    assert dev["stageVariables"] == {"mood": "good"}


@pytest.mark.parametrize(
    ("verb", "path", "key"),
    [
        pytest.param("GET", "/pets/dog/1", "GET /pets/dog/1", id="exactly"),
        pytest.param("GET", "/pets/dog/2", "GET /pets/dog/{id}", id="by a variable"),
        pytest.param("GET", "/pets/6/1", "GET /pets/{proxy+}", id="by a greedy variable"),
        pytest.param("PUT", "/pets/6/1", "ANY /{proxy+}", id="by any verb"),
        pytest.param("POST", "/pets", "ANY /{proxy+}", id="one part is enough"),
        pytest.param("POST", "/", "$default", id="by the catch-all"),
    ],
)
def test_the_most_exact_route_serves(http_api: HttpApiWorld, verb: str, path: str, key: str):
    """Of all routes that fit, the one that is more exact serves, and $default all the rest."""
    keys = ("$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}")
    for one in (*keys, "GET /pets/dog/1"):
        http_api.route(one)

    response = http_api.http.request(verb, http_api.url(path))

    assert response.json()["routeKey"] == key


def test_path_parameters_are_decoded(http_api: HttpApiWorld):
    """A function gets what a variable stands for without percent signs."""
    http_api.route("GET /people/{name}")

    event = http_api.event("/people/j%20doe")

    assert event["pathParameters"] == {"name": "j doe"}


@pytest.mark.parametrize(
    ("path", "note"),
    [
        pytest.param("/nowhere", "No route serves GET /nowhere", id="no such path"),
        pytest.param("/prod/here", "No route serves GET /prod/here", id="no such stage"),
    ],
)
def test_what_is_not_there_is_not_found(http_api: HttpApiWorld, path: str, note: str):
    """An HTTP API says 404 Not Found, where a REST API speaks of a missing token."""
    http_api.route("GET /here")

    response = http_api.get(path)

    assert (response.status_code, response.json()) == (404, {"message": "Not Found"})
    assert note in http_api.cloud.trace.exchanges[-1].notes[0]


def test_head_is_answered_without_a_body(http_api: HttpApiWorld):
    """HEAD gets the headers of a refusal or an answer, and no bytes."""
    http_api.route("HEAD /here")

    found, missing = (http_api.http.head(http_api.url(path)) for path in ("/here", "/nowhere"))

    assert [(r.status_code, r.content) for r in (found, missing)] == [(200, b""), (404, b"")]
    assert found.headers["content-type"] == "application/json"


def test_without_the_default_stage_only_names_are_served(http_api: HttpApiWorld):
    """A path that names no stage is Not Found where there is no $default."""
    http_api.route("GET /here")
    http_api.apis.create_stage(ApiId=http_api.api_id, StageName="dev", AutoDeploy=True)
    http_api.apis.delete_stage(ApiId=http_api.api_id, StageName="$default")

    assert http_api.get("/dev/here").status_code == 200
    assert http_api.get("/here").status_code == 404


def test_format_2_is_short(http_api: HttpApiWorld):
    """Names of headers are in lower case, values are joined, what is not there is left out."""
    http_api.route("POST /here")

    full = http_api.http.post(
        http_api.url("/here?a=1&a=2&b="),
        data="hello",
        headers={"Cookie": "x=1; y=2", "User-Agent": "me", "X-Mood": "good"},
    ).json()
    bare = http_api.http.post(http_api.url("/here"), headers={"User-Agent": "me"}).json()

    assert full["version"] == "2.0"
    assert full["rawQueryString"] == "a=1&a=2&b="
    assert full["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert full["cookies"] == ["x=1", "y=2"]
    assert full["headers"]["x-mood"] == "good"
    assert "cookie" not in full["headers"]
    assert (full["body"], full["isBase64Encoded"]) == ("hello", False)
    assert full["requestContext"]["http"] == {
        "method": "POST",
        "path": "/here",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "me",
    }
    assert full["requestContext"]["time"] == "06/Jan/2026:09:08:07 +0000"
    assert bare.keys() == {
        "version",
        "routeKey",
        "rawPath",
        "rawQueryString",
        "headers",
        "requestContext",
        "isBase64Encoded",
    }
    assert "authorizer" not in bare["requestContext"]


def test_format_1_looks_like_a_rest_apis_event(http_api: HttpApiWorld):
    """The older format has claims and scopes right in the authorizer, and nulls for what is not."""
    seen: list[dict[str, Any]] = []
    old = http_api.cloud.functions.register(
        "old", lambda event, _: seen.append(event) or {"statusCode": 200}
    )
    http_api.route(
        "GET /old/{id}",
        target=http_api.integration(old, payload="1.0"),
        AuthorizationType="JWT",
        AuthorizerId=http_api.authorizer(),
    )

    http_api.get("/old/7?a=1&a=2", http_api.tokens()["IdToken"])

    (event,) = seen
    assert (event["version"], event["resource"], event["path"]) == ("1.0", "/old/{id}", "/old/7")
    assert event["queryStringParameters"] == {"a": "2"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert event["pathParameters"] == {"id": "7"}
    assert (event["body"], event["stageVariables"]) == (None, None)
    context = event["requestContext"]
    assert context["authorizer"]["claims"]["cognito:username"] == "jdoe"
    assert context["authorizer"]["scopes"] is None
    assert context["identity"]["userArn"] is None


@pytest.mark.parametrize(
    ("answer", "status", "content_type", "body"),
    [
        pytest.param("hello", 200, "application/json", "hello", id="a text"),
        pytest.param({"a": 1}, 200, "application/json", '{"a": 1}', id="an object"),
        pytest.param(None, 200, "application/json", "null", id="nothing"),
        pytest.param({"statusCode": 201}, 201, "text/plain; charset=utf-8", "", id="a status"),
        pytest.param(
            {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "<b>"},
            200,
            "text/html",
            "<b>",
            id="a whole answer",
        ),
        pytest.param(
            {"statusCode": 200, "body": "aGk=", "isBase64Encoded": True},
            200,
            "text/plain; charset=utf-8",
            "hi",
            id="base64",
        ),
        pytest.param(
            {"statusCode": 200, "body": {"a": 1}},
            500,
            "application/json",
            '{"message":"Internal Server Error"}',
            id="a body that is no text",
        ),
        pytest.param(
            {"statusCode": 200, "body": "?", "isBase64Encoded": True},
            500,
            "application/json",
            '{"message":"Internal Server Error"}',
            id="a body that is no base64",
        ),
    ],
)
def test_format_2_makes_a_response_of_whatever_comes(
    http_api: HttpApiWorld, answer: Any, status: int, content_type: str, body: str
):
    """What has no statusCode is the body of a 200; what is not understood is a 500."""
    function = http_api.cloud.functions.register("answer", lambda *_: answer)
    http_api.route("GET /here", target=http_api.integration(function))

    response = http_api.get("/here")

    found = (response.status_code, response.headers["content-type"], response.text)
    assert found == (status, content_type, body)


def test_cookies_of_an_answer_become_headers(http_api: HttpApiWorld):
    """Format 2.0 has a list of cookies."""
    answer = {"statusCode": 200, "cookies": ["a=1; Secure"]}
    function = http_api.cloud.functions.register("answer", lambda *_: answer)
    http_api.route("GET /here", target=http_api.integration(function))

    assert http_api.get("/here").headers["set-cookie"] == "a=1; Secure"


@pytest.mark.parametrize("payload", ["1.0", "2.0"])
def test_a_function_that_fails_is_500(http_api: HttpApiWorld, payload: str):
    """The caller learns nothing of the failure, the trace all."""
    function = http_api.cloud.functions.register("broken", lambda *_: 1 / 0)
    http_api.route("GET /here", target=http_api.integration(function, payload))

    response = http_api.get("/here")

    assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"})
    assert "division by zero" in http_api.cloud.trace.exchanges[-1].notes[0]


def test_a_change_is_served_at_once_or_after_a_deployment(http_api: HttpApiWorld):
    """With auto-deploy a new route is served at once; without, after somebody deploys."""
    at = {"ApiId": http_api.api_id}
    http_api.apis.create_stage(**at, StageName="slow")
    http_api.route("GET /new")

    assert http_api.get("/new").status_code == 200
    assert http_api.get("/slow/new").status_code == 404
    assert "set up, but not deployed" in http_api.cloud.trace.exchanges[-1].notes[1]

    http_api.apis.create_deployment(**at, StageName="slow")
    assert http_api.get("/slow/new").status_code == 200


def test_a_guard_is_put_before_a_route_that_exists(http_api: HttpApiWorld):
    """UpdateRoute puts an authorizer before a route, and takes it away again."""
    route = http_api.route("GET /jwt")
    where = {"ApiId": http_api.api_id, "RouteId": route}
    assert http_api.get("/jwt").status_code == 200

    http_api.apis.update_route(**where, AuthorizationType="JWT", AuthorizerId=http_api.authorizer())
    assert http_api.get("/jwt").status_code == 401

    http_api.apis.update_route(**where, AuthorizationType="NONE")
    assert http_api.get("/jwt").status_code == 200


def test_the_trace_tells_the_doors_story(http_api: HttpApiWorld):
    """The check is a step of API Gateway's, the keys come from the JWKS, then the function."""
    http_api.guarded("GET /jwt")
    http_api.get("/jwt", http_api.tokens()["IdToken"])

    door = http_api.cloud.trace.exchanges[-1]

    assert (door.receiver, door.action) == ("API Gateway", "GET /jwt")
    assert [(child.receiver, child.action) for child in door.children] == [
        ("API Gateway", "check the token"),
        ("JWKS", "GET jwks.json"),
        ("Function", "echo"),
    ]
    assert door.evidence["claims"]["cognito:username"] == "jdoe"
    assert not http_api.cloud.trace.find("AssumeRoleWithWebIdentity")
