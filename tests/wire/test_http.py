"""HTTP everywhere: host names answered in process, documents that anybody may read, no network."""

from __future__ import annotations

import json
import subprocess
import sys

import jwt
import pytest
import requests

import cognito_lab
from cognito_lab.wire import hosts
from cognito_lab.wire.hosts import Kind, destination, is_simulated
from cognito_lab.wire.http import answer
from cognito_lab.wire.message import HttpRequest

POOLS = "https://cognito-idp.us-east-1.amazonaws.com"


@pytest.fixture
def cloud() -> cognito_lab.Cloud:
    """An account with nothing in it."""
    return cognito_lab.new_cloud(seed=7)


@pytest.mark.parametrize(
    ("host", "kind", "name"),
    [
        pytest.param(
            "cognito-idp.us-east-1.amazonaws.com", Kind.SERVICE, "cognito-idp", id="a user pool"
        ),
        pytest.param("sts.amazonaws.com", Kind.SERVICE, "sts", id="the old STS"),
        pytest.param("iam.amazonaws.com", Kind.SERVICE, "iam", id="IAM is global"),
        pytest.param("s3.amazonaws.com", Kind.S3, "", id="S3, bucket in the path"),
        pytest.param("s3.us-east-1.amazonaws.com", Kind.S3, "", id="S3 of the region"),
        pytest.param("my.cat.s3.amazonaws.com", Kind.S3, "my.cat", id="S3, bucket in front"),
        pytest.param("s3.s3.us-east-1.amazonaws.com", Kind.S3, "s3", id="a bucket called s3"),
        pytest.param("dynamodb.us-east-1.amazonaws.com", Kind.DYNAMODB, "dynamodb", id="DynamoDB"),
        pytest.param(
            "abc123.execute-api.us-east-1.amazonaws.com", Kind.EXECUTE_API, "abc123", id="an API"
        ),
        pytest.param("accounts.google.com", Kind.PROVIDER, "", id="Google"),
        pytest.param("oauth2.googleapis.com", Kind.PROVIDER, "", id="Google's token endpoint"),
        pytest.param(
            "people.auth.us-east-1.amazoncognito.com", Kind.USER_POOL, "people", id="a pool's page"
        ),
    ],
)
def test_a_host_name_says_who_answers(host: str, kind: Kind, name: str):
    """Each address of AWS's and Google's leads to the one who answers for it."""
    found = destination(host)

    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://example.com/", id="a stranger"),
        pytest.param("https://amazonaws.com/", id="nobody's address"),
        pytest.param("https://lambda.us-east-1.amazonaws.com/", id="a service that is left out"),
        pytest.param("https://cognito-idp.eu-west-1.amazonaws.com/", id="another region"),
        pytest.param("https://x.s3.eu-west-1.amazonaws.com/", id="another region's bucket"),
        pytest.param("https://s3.amazonaws.com.evil.example/", id="an address that looks alike"),
        pytest.param("http://localhost:8888/", id="this computer"),
        pytest.param("https://169.254.169.254/latest/meta-data", id="the metadata server"),
    ],
)
def test_any_other_host_is_refused_by_name(cloud: cognito_lab.Cloud, url: str):
    """A host that nobody in the lab answers for raises NotSimulated, naming it; nothing is sent."""
    with pytest.raises(cognito_lab.NotSimulated) as refused:
        cognito_lab.http_session(cloud).get(url)

    host = url.split("/")[2].partition(":")[0]
    assert host in str(refused.value) or "lambda" in str(refused.value)
    assert not is_simulated(host)


def test_the_session_reads_nothing_of_the_environment(
    cloud: cognito_lab.Cloud, monkeypatch: pytest.MonkeyPatch
):
    """Proxies of the computer do not matter: the session trusts no environment."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    http = cognito_lab.http_session(cloud)

    assert http.trust_env is False
    assert http.get("https://accounts.google.com/.well-known/openid-configuration").ok


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param("https://accounts.google.com/.well-known/openid-configuration", 200, id="lab"),
        pytest.param("https://app.example.com/callback?code=1", 302, id="the app's own address"),
        pytest.param("http://localhost:8888/?code=1", 302, id="this computer"),
        pytest.param("myapp://callback?code=1", 302, id="a scheme of a phone"),
    ],
)
def test_only_redirects_inside_the_lab_are_followed(
    cloud: cognito_lab.Cloud, location: str, expected: int
):
    """A redirect to a host that is not the lab's comes back unfollowed, for the app to read."""
    url = deployed(cloud, lambda event, _: {"statusCode": 302, "headers": {"Location": location}})

    response = cognito_lab.http_session(cloud).get(url)

    assert response.status_code == expected
    if expected == 302:
        assert response.headers["Location"] == location


def deployed(cloud: cognito_lab.Cloud, handler: object) -> str:
    """The address of an API whose only method is open and calls the handler."""
    arn = cloud.functions.register("handler", handler)
    api = cognito_lab.boto3_session(cloud).client("apigateway")
    made = api.create_rest_api(name="open")
    here = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    api.put_method(**here, authorizationType="NONE")
    api.put_integration(
        **here,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations",
    )
    api.create_deployment(restApiId=made["id"], stageName="prod")
    return f"https://{made['id']}.execute-api.us-east-1.amazonaws.com/prod"


# --- keys and discovery ---------------------------------------------------------------------------


def user_pool(cloud: cognito_lab.Cloud) -> tuple[str, str, str]:
    """(pool id, client id, an ID token of jdoe's)."""
    pools = cognito_lab.boto3_session(cloud).client("cognito-idp")
    pool = pools.create_user_pool(PoolName="people")["UserPool"]["Id"]
    client = pools.create_user_pool_client(
        UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    pools.admin_create_user(UserPoolId=pool, Username="jdoe", MessageAction="SUPPRESS")
    pools.admin_set_user_password(
        UserPoolId=pool, Username="jdoe", Password="Passw0rd!", Permanent=True
    )
    signed_in = pools.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": "Passw0rd!"},
    )
    return pool, client, signed_in["AuthenticationResult"]["IdToken"]


def test_every_issuer_publishes_its_keys(cloud: cognito_lab.Cloud):
    """User pools, Google and the identity service each publish two keys where AWS's stand."""
    pool, _, _ = user_pool(cloud)
    http = cognito_lab.http_session(cloud)

    for url, algorithm in {
        f"{POOLS}/{pool}/.well-known/jwks.json": "RS256",
        "https://www.googleapis.com/oauth2/v3/certs": "RS256",
        "https://cognito-identity.amazonaws.com/.well-known/jwks_uri": "RS512",
    }.items():
        response = http.get(url)
        keys = response.json()["keys"]
        assert response.headers["content-type"] == "application/json"
        assert [(key["kty"], key["alg"], key["use"]) for key in keys] == [
            ("RSA", algorithm, "sig")
        ] * len(keys)


def test_every_issuer_says_where_its_keys_are(cloud: cognito_lab.Cloud):
    """From a token's issuer alone the keys are found: discovery names the issuer and its JWKS."""
    pool, _, _ = user_pool(cloud)
    http = cognito_lab.http_session(cloud)

    for issuer in (
        f"{POOLS}/{pool}",
        "https://accounts.google.com",
        "https://cognito-identity.amazonaws.com",
    ):
        discovery = http.get(f"{issuer}/.well-known/openid-configuration").json()
        assert discovery["issuer"] == issuer
        assert http.get(discovery["jwks_uri"]).json()["keys"]


def test_a_pool_that_does_not_exist_publishes_nothing(cloud: cognito_lab.Cloud):
    """An unknown pool's documents are not found."""
    http = cognito_lab.http_session(cloud)

    for name in ("jwks.json", "openid-configuration"):
        assert http.get(f"{POOLS}/us-east-1_AbCdEf123/.well-known/{name}").status_code == 404


def test_reading_keys_is_on_the_record(cloud: cognito_lab.Cloud):
    """Fetching a JWKS is one exchange in the trace."""
    cognito_lab.http_session(cloud).get("https://www.googleapis.com/oauth2/v3/certs")

    (exchange,) = cloud.trace.exchanges
    assert (exchange.sender, exchange.receiver) == ("App", "JWKS")


def test_pyjwt_verifies_a_token_with_keys_of_the_lab(cloud: cognito_lab.Cloud):
    """PyJWT's client finds the key by `kid`, and its check accepts the token in lab time."""
    pool, client, token = user_pool(cloud)
    keys = cognito_lab.jwks_client(cloud, f"{POOLS}/{pool}/.well-known/jwks.json")

    with cloud.clock.as_system_time():
        key = keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token, key.key, algorithms=["RS256"], audience=client, issuer=f"{POOLS}/{pool}"
        )

    assert claims["cognito:username"] == "jdoe"


def test_the_keys_are_fetched_once(cloud: cognito_lab.Cloud):
    """PyJWT keeps the key set that it has read."""
    pool, _, token = user_pool(cloud)
    keys = cognito_lab.jwks_client(cloud, f"{POOLS}/{pool}/.well-known/jwks.json")
    mark = cloud.trace.mark()

    for _ in range(3):
        keys.get_signing_key_from_jwt(token)

    assert len(cloud.trace.since(mark)) == 1


def test_an_address_without_keys_is_a_connection_error(cloud: cognito_lab.Cloud):
    """An address that publishes nothing is PyJWT's own error, with the status."""
    keys = cognito_lab.jwks_client(cloud, f"{POOLS}/us-east-1_AbCdEf123/.well-known/jwks.json")

    with pytest.raises(jwt.exceptions.PyJWKClientConnectionError, match="404"):
        keys.get_signing_keys()


# --- the adapter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        pytest.param({"data": "text ü"}, "text ü".encode(), id="text"),
        pytest.param({"data": b"\x00\xff"}, b"\x00\xff", id="bytes"),
        pytest.param({"json": {"a": 1}}, b'{"a": 1}', id="JSON"),
        pytest.param({"data": iter([b"a", b"b"])}, b"ab", id="pieces"),
    ],
)
def test_every_kind_of_body_arrives(cloud: cognito_lab.Cloud, body: dict, sent: bytes):
    """Whatever requests makes of a body, the door gets its bytes."""
    s3 = cognito_lab.boto3_session(cloud).client("s3")
    s3.create_bucket(Bucket="photos")
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "photos", "Key": "k"})

    response: requests.Response = cognito_lab.http_session(cloud).put(url, **body)

    assert response.ok, response.text
    assert s3.get_object(Bucket="photos", Key="k")["Body"].read() == sent


def test_answer_is_all_of_it(cloud: cognito_lab.Cloud):
    """One function takes a request and gives the response, with no client library at all."""
    request = HttpRequest("GET", "https://accounts.google.com/.well-known/openid-configuration")

    response = answer(cloud, request)

    assert json.loads(response.body)["issuer"] == "https://accounts.google.com"


def test_the_sender_may_be_given(cloud: cognito_lab.Cloud):
    """Whoever calls `answer` may say who asks, for the trace."""
    request = HttpRequest("GET", "https://www.googleapis.com/oauth2/v3/certs")

    answer(cloud, request, sender="API Gateway")

    assert cloud.trace.exchanges[0].sender == "API Gateway"


def test_google_has_its_sign_in_page_and_no_other(cloud: cognito_lab.Cloud):
    """Other pages of Google's are refused, and the refusal names those that are there."""
    with pytest.raises(cognito_lab.NotSimulated, match=r"not GET /myaccount"):
        cognito_lab.http_session(cloud).get("https://accounts.google.com/myaccount")


def test_hosts_do_not_grow_without_end():
    """Host names are remembered, but not for ever."""
    for number in range(2000):
        destination(f"bucket{number}.s3.amazonaws.com")

    assert hosts.destination.cache_info().currsize <= 512


def test_moto_is_loaded_only_when_something_is_stored():
    """A request that stores nothing does not load moto."""
    program = (
        "import sys, cognito_lab; cloud = cognito_lab.new_cloud(seed=7)\n"
        "cognito_lab.http_session(cloud).get('https://www.googleapis.com/oauth2/v3/certs')\n"
        "print('moto' in sys.modules)"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert loaded.stdout.strip() == "False", loaded.stderr
