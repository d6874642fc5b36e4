"""Setting up HTTP APIs with boto3: what can be made, shown and taken away, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from http_api_world import HttpApiWorld

import cognito_lab

Call = Callable[[HttpApiWorld, dict[str, str]], Any]


def error_of(call: Callable[[], Any]) -> tuple[int, str, str]:
    """Status, code and message of a refusal."""
    with pytest.raises(ClientError) as refused:
        call()
    response = refused.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return status, response["Error"]["Code"], response["Error"]["Message"]


def without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer's own members."""
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_an_api_is_made_shown_and_taken_away(http_api: HttpApiWorld):
    """CreateApi answers 201 with the address; DeleteApi 204, and the address answers no more."""
    made = http_api.apis.create_api(
        Name="orders", ProtocolType="HTTP", Description="all of them", Tags={"team": "a"}
    )

    shown = http_api.apis.get_api(ApiId=made["ApiId"])
    listed = http_api.apis.get_apis()["Items"]
    gone = http_api.apis.delete_api(ApiId=made["ApiId"])

    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made["ApiEndpoint"] == f"https://{made['ApiId']}.execute-api.us-east-1.amazonaws.com"
    assert made["CreatedDate"] == datetime(2026, 1, 6, 9, 8, 7, tzinfo=UTC)
    assert without_metadata(shown) == without_metadata(made)
    assert [api["Name"] for api in listed] == ["doors", "orders"]
    assert gone["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert http_api.http.get(made["ApiEndpoint"]).json()["message"] == (
        "Missing Authentication Token"
    )


def test_what_belongs_to_an_api_is_shown_as_it_was_made(http_api: HttpApiWorld):
    """Every Create… answer is what Get… shows, and what the list holds."""
    at = {"ApiId": http_api.api_id}
    integration, authorizer = http_api.integration(), http_api.authorizer()
    route = http_api.guarded("GET /jwt", "orders/read")
    deployment = http_api.apis.create_deployment(**at, Description="by hand")["DeploymentId"]
    apis = http_api.apis

    shown = {
        "integration": apis.get_integration(**at, IntegrationId=integration),
        "authorizer": apis.get_authorizer(**at, AuthorizerId=authorizer),
        "route": apis.get_route(**at, RouteId=route),
        "deployment": apis.get_deployment(**at, DeploymentId=deployment),
        "stage": apis.get_stage(**at, StageName="$default"),
    }
    lists = {
        "integration": apis.get_integrations(**at)["Items"],
        "authorizer": apis.get_authorizers(**at)["Items"],
        "route": apis.get_routes(**at)["Items"],
        "deployment": apis.get_deployments(**at)["Items"],
        "stage": apis.get_stages(**at)["Items"],
    }

    assert all(without_metadata(shown[noun]) in lists[noun] for noun in shown)
    assert shown["integration"]["IntegrationUri"] == http_api.echo
    assert shown["integration"]["PayloadFormatVersion"] == "2.0"
    assert shown["authorizer"]["JwtConfiguration"] == {
        "Issuer": http_api.issuer,
        "Audience": [http_api.client_id],
    }
    assert shown["route"]["AuthorizationScopes"] == ["orders/read"]
    assert shown["deployment"]["DeploymentStatus"] == "DEPLOYED"
    assert shown["stage"]["AutoDeploy"] is True


def test_a_long_list_comes_in_pages(http_api: HttpApiWorld):
    """MaxResults and NextToken walk through a list without loss."""
    keys = [f"GET /{letter}" for letter in "abcde"]
    for key in keys:
        http_api.route(key)
    at = {"ApiId": http_api.api_id, "MaxResults": "2"}

    first = http_api.apis.get_routes(**at)
    second = http_api.apis.get_routes(**at, NextToken=first["NextToken"])
    third = http_api.apis.get_routes(**at, NextToken=second["NextToken"])

    walked = [one["RouteKey"] for page in (first, second, third) for one in page["Items"]]
    assert walked == keys
    assert "NextToken" not in third


@pytest.mark.parametrize(
    ("call", "noun"),
    [
        pytest.param(lambda w: w.apis.get_api(ApiId="nope"), "API", id="an API"),
        pytest.param(lambda w: w.apis.get_routes(ApiId="nope"), "API", id="a list of no API"),
        pytest.param(
            lambda w: w.apis.get_route(ApiId=w.api_id, RouteId="nope"), "Route", id="a route"
        ),
        pytest.param(
            lambda w: w.apis.delete_integration(ApiId=w.api_id, IntegrationId="nope"),
            "Integration",
            id="an integration",
        ),
        pytest.param(
            lambda w: w.apis.delete_authorizer(ApiId=w.api_id, AuthorizerId="nope"),
            "Authorizer",
            id="an authorizer",
        ),
        pytest.param(
            lambda w: w.apis.get_deployment(ApiId=w.api_id, DeploymentId="nope"),
            "Deployment",
            id="a deployment",
        ),
        pytest.param(
            lambda w: w.apis.create_deployment(ApiId=w.api_id, StageName="nope"),
            "Stage",
            id="a stage",
        ),
    ],
)
def test_what_does_not_exist_is_404(http_api: HttpApiWorld, call: Any, noun: str):
    """NotFoundException names the kind of thing."""
    status, code, message = error_of(lambda: call(http_api))

    assert (status, code) == (404, "NotFoundException")
    assert message.startswith(f"Invalid {noun} identifier specified")


@pytest.mark.parametrize(
    "key",
    ["/pets", "GET pets", "get /pets", "FETCH /pets", "GET /{a+}/b", "default", "GET  /pets", ""],
)
def test_a_route_key_is_a_verb_and_a_path(http_api: HttpApiWorld, key: str):
    """Anything else is told the form; only ``$default`` is neither."""
    status, code, message = error_of(lambda: http_api.route(key))

    assert (status, code) == (400, "BadRequestException")
    assert message == (
        "The provided route key is not formatted properly for HTTP protocol. Format should be "
        '"<HTTP METHOD> /<RESOURCE PATH>" or "$default"'
    )


def test_no_two_routes_have_one_key(http_api: HttpApiWorld):
    """A second route of the same key is a conflict, made or changed."""
    http_api.route("GET /pets")
    other = http_api.route("GET /dogs")

    def rename() -> None:
        http_api.apis.update_route(ApiId=http_api.api_id, RouteId=other, RouteKey="GET /pets")

    for attempt in (lambda: http_api.route("GET /pets"), rename):
        assert error_of(attempt) == (
            409,
            "ConflictException",
            "Route with key GET /pets already exists for this API",
        )


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        pytest.param({"AuthorizationType": "JWT"}, "requires a valid JWT authorizer", id="no id"),
        pytest.param(
            {"AuthorizationType": "JWT", "AuthorizerId": "nope"},
            "requires a valid JWT authorizer",
            id="an unknown id",
        ),
        pytest.param(
            {"AuthorizationType": "AWS_IAM", "AuthorizationScopes": ["a"]}, "", id="scopes for IAM"
        ),
    ],
)
def test_a_guard_that_cannot_be_is_refused(
    http_api: HttpApiWorld, guard: dict[str, Any], words: str
):
    """A JWT route names an authorizer of its API; only tokens have scopes. Nothing is kept."""
    status, code, message = error_of(lambda: http_api.route("GET /jwt", **guard))

    assert (status, code) == (400, "BadRequestException")
    assert words in message
    assert http_api.apis.get_routes(ApiId=http_api.api_id)["Items"] == []


def test_a_target_is_an_integration_of_the_api(http_api: HttpApiWorld):
    """A route cannot lead to what is not there."""
    assert error_of(lambda: http_api.route("GET /x", target="nope"))[1] == "BadRequestException"


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"IdentitySource": ["Authorization"]}, id="a source that is no expression"),
        pytest.param({"IdentitySource": []}, id="no source"),
        pytest.param({"JwtConfiguration": {"Issuer": "{issuer}"}}, id="no audience"),
        pytest.param({"JwtConfiguration": {"Audience": ["a"]}}, id="no issuer"),
    ],
)
def test_an_authorizer_that_cannot_be_is_refused(http_api: HttpApiWorld, options: dict[str, Any]):
    """Source, issuer and audience are checked, and nothing is kept."""
    if options.get("JwtConfiguration", {}).get("Issuer"):
        options = {"JwtConfiguration": {"Issuer": http_api.issuer}}

    assert error_of(lambda: http_api.authorizer(**options))[:2] == (400, "BadRequestException")
    assert http_api.apis.get_authorizers(ApiId=http_api.api_id)["Items"] == []


def test_an_issuer_is_asked_for_its_keys_when_the_authorizer_is_made(http_api: HttpApiWorld):
    """An issuer that publishes nothing is refused, with the address that was tried."""
    unknown = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Nobody"
    configuration = {"Issuer": unknown, "Audience": ["a"]}

    _, _, message = error_of(lambda: http_api.authorizer(JwtConfiguration=configuration))

    assert message == (
        f"Caught exception when connecting to {unknown}/.well-known/openid-configuration for "
        f"issuer {unknown}. Please try again later. Error: Invalid issuer: {unknown}. Issuer must "
        "have a valid discovery endpoint ended with '/.well-known/openid-configuration'"
    )


def test_what_is_in_use_cannot_be_deleted(http_api: HttpApiWorld):
    """A route holds its integration and its authorizer, a stage its deployment."""
    integration, authorizer = http_api.integration(), http_api.authorizer()
    guard = {"AuthorizationType": "JWT", "AuthorizerId": authorizer}
    route = http_api.route("GET /jwt", target=integration, **guard)
    at = {"ApiId": http_api.api_id}
    served = http_api.apis.get_stage(**at, StageName="$default")["DeploymentId"]
    apis = http_api.apis

    assert error_of(lambda: apis.delete_integration(**at, IntegrationId=integration)) == (
        409,
        "ConflictException",
        "Cannot delete Integration because it is referenced by the following Routes with Ids: "
        f"[{route}]",
    )
    assert error_of(lambda: apis.delete_authorizer(**at, AuthorizerId=authorizer))[0] == 409
    assert error_of(lambda: apis.delete_deployment(**at, DeploymentId=served))[0] == 400

    apis.delete_route(**at, RouteId=route)
    apis.delete_integration(**at, IntegrationId=integration)
    apis.delete_authorizer(**at, AuthorizerId=authorizer)
    apis.delete_deployment(**at, DeploymentId=served)
    assert http_api.get("/jwt").status_code == 404


def test_an_api_without_routes_cannot_be_deployed(http_api: HttpApiWorld):
    """CreateDeployment wants at least one route."""
    assert error_of(lambda: http_api.apis.create_deployment(ApiId=http_api.api_id)) == (
        400,
        "BadRequestException",
        "Unable to deploy API because no routes exist in this API",
    )


def test_a_stage_is_made_once_and_has_a_name_for_urls(http_api: HttpApiWorld):
    """A second stage of a name is a conflict; a name that no URL may hold is refused."""
    at = {"ApiId": http_api.api_id}

    again = error_of(lambda: http_api.apis.create_stage(**at, StageName="$default"))
    odd = error_of(lambda: http_api.apis.create_stage(**at, StageName="a/b"))

    assert again == (409, "ConflictException", "Stage already exists")
    assert odd[:2] == (400, "BadRequestException")


def test_a_stage_may_serve_a_deployment_that_exists(http_api: HttpApiWorld):
    """Without auto-deploy a stage serves the copy that it is given, whatever is changed later."""
    http_api.route("GET /old")
    at = {"ApiId": http_api.api_id}
    copy = http_api.apis.create_deployment(**at)["DeploymentId"]
    http_api.apis.create_stage(**at, StageName="v1", DeploymentId=copy)
    http_api.route("GET /new")

    assert http_api.get("/v1/old").status_code == 200
    assert http_api.get("/v1/new").status_code == 404


@pytest.mark.parametrize(
    ("call", "says"),
    [
        pytest.param(
            lambda w: w.apis.create_api(Name="chat", ProtocolType="WEBSOCKET"),
            "not WEBSOCKET",
            id="WebSocket APIs",
        ),
        pytest.param(
            lambda w: w.apis.create_api(Name="a", ProtocolType="HTTP", Target=w.echo),
            "target",
            id="quick create",
        ),
        pytest.param(
            lambda w: w.apis.create_api(Name="a", ProtocolType="HTTP", IpAddressType="dualstack"),
            "ipAddressType",
            id="dual stack",
        ),
        pytest.param(
            lambda w: w.authorizer(AuthorizerType="REQUEST"), "REQUEST", id="Lambda authorizers"
        ),
        pytest.param(
            lambda w: w.route("GET /x", AuthorizationType="CUSTOM"), "CUSTOM", id="their routes"
        ),
        pytest.param(
            lambda w: w.apis.create_integration(ApiId=w.api_id, IntegrationType="HTTP_PROXY"),
            "HTTP_PROXY",
            id="other integrations",
        ),
        pytest.param(
            lambda w: w.apis.update_api(ApiId=w.api_id, Name="b"), "UpdateApi", id="an operation"
        ),
    ],
)
def test_what_the_lab_leaves_out_says_so(http_api: HttpApiWorld, call: Any, says: str):
    """What AWS has and the lab has not raises NotSimulated by name, and changes nothing."""
    with pytest.raises(cognito_lab.NotSimulated, match=says):
        call(http_api)

    assert len(http_api.apis.get_apis()["Items"]) == 1


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"IntegrationUri": "arn:aws:sqs:us-east-1:123456789012:q"}, id="a queue"),
        pytest.param({"PayloadFormatVersion": "3.0"}, id="a format of the future"),
    ],
)
def test_an_integration_is_a_function_in_a_known_format(
    http_api: HttpApiWorld, options: dict[str, str]
):
    """Another ARN or format is refused."""
    good = {"IntegrationUri": http_api.echo, "PayloadFormatVersion": "2.0"}

    found = error_of(
        lambda: http_api.apis.create_integration(
            **{"ApiId": http_api.api_id, "IntegrationType": "AWS_PROXY", **good, **options}
        )
    )

    assert found[:2] == (400, "BadRequestException")


def test_the_long_form_of_a_functions_uri_works_too(http_api: HttpApiWorld):
    """What `put_integration` of a REST API wants is taken as well."""
    uri = (
        f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{http_api.echo}/invocations"
    )
    http_api.route("GET /here", target=http_api.integration(uri))

    assert http_api.get("/here").status_code == 200


def test_an_operation_is_decided_on_its_path_without_the_version(http_api: HttpApiWorld):
    """IAM knows ``apigateway:GET`` on ``/apis``; no ARN says ``/v2``."""
    iam, sts = http_api.session.client("iam"), http_api.session.client("sts")
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
        '"Principal":{"AWS":"arn:aws:iam::123456789012:root"}}]}'
    )
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    credentials = sts.assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    stranger = cognito_lab.boto3_session(http_api.cloud, credentials).client("apigatewayv2")

    status, code, message = error_of(lambda: stranger.get_apis())

    assert (status, code) == (403, "AccessDeniedException")
    assert "apigateway:GET on resource: arn:aws:apigateway:us-east-1::/apis because" in message


@pytest.mark.parametrize(
    ("call", "because"),
    [
        pytest.param(
            lambda world: world.apis.create_api(Name=" ", ProtocolType="HTTP"),
            "A name of spaces is none.",
            id="a name of spaces",
        ),
        pytest.param(
            lambda world: world.apis.get_apis(MaxResults="501"),
            "A page of 501 was asked for.",
            id="too long a page",
        ),
        pytest.param(
            lambda world: world.apis.create_stage(ApiId=world.api_id, StageName="$default"),
            "This API has a stage $default.",
            id="a stage twice",
        ),
        pytest.param(
            lambda world: world.route("GET /here"),
            "A request has to mean one route.",
            id="a route twice",
        ),
        pytest.param(
            lambda world: world.apis.delete_integration(
                ApiId=world.api_id,
                IntegrationId=world.apis.get_integrations(ApiId=world.api_id)["Items"][0][
                    "IntegrationId"
                ],
            ),
            "Routes would lead nowhere.",
            id="an integration in use",
        ),
    ],
)
def test_each_refusal_says_why(http_api: HttpApiWorld, call: Any, because: str):
    """Beside AWS's words a refusal carries the lab's reason."""
    http_api.route("GET /here")

    error_of(lambda: call(http_api))

    assert http_api.cloud.trace.exchanges[-1].error.because == because
