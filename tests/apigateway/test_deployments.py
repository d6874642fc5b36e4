"""Deployments and stages: what is served, and since when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from api_world import ApiWorld, integration_uri

from cognito_lab.primitives.clock import START
from cognito_lab.primitives.errors import AwsError


@pytest.fixture
def api_id(world: ApiWorld) -> str:
    """An API with GET / and nothing deployed."""
    api_id, _ = world.api()
    world.add_method(api_id, "/")
    return api_id


def serves(world: ApiWorld, api_id: str, path: str, stage: str = "prod") -> bool:
    """Whether the stage answers a GET."""
    return world.gateway.find_method(api_id, stage, "GET", path) is not None


def test_nothing_is_served_before_it_is_deployed(world, api_id):
    """An API that is set up has no stage yet; the trace says so."""
    with world.trace.exchange("API Gateway", "GET /", {}) as exchange:
        assert not serves(world, api_id, "/")

    assert exchange.notes == [f"The API {api_id} has no stage prod; it has: none."]


def test_a_change_is_served_after_the_next_deployment_only(world, api_id):
    """A deployment is a copy; the trace says that somebody forgot to deploy."""
    world.deploy(api_id)
    world.add_method(api_id, "/jwt")

    with world.trace.exchange("API Gateway", "GET /jwt", {}) as exchange:
        assert not serves(world, api_id, "/jwt")
    assert exchange.notes == [
        "Nothing serves GET /jwt at the stage prod.",
        "That method is set up but not deployed: deploy the API again.",
    ]

    world.deploy(api_id)
    assert serves(world, api_id, "/jwt")


def test_a_deleted_method_is_served_until_the_next_deployment(world, api_id):
    """Taking away is a change like any other."""
    world.add_method(api_id, "/jwt")
    world.deploy(api_id)
    jwt = world.resource_ids(api_id)["/jwt"]

    world.gateway.delete_resource(rest_api_id=api_id, resource_id=jwt)
    assert serves(world, api_id, "/jwt")

    world.deploy(api_id)
    assert not serves(world, api_id, "/jwt")


def test_a_deployed_guard_stays_as_it_was(world, api_id):
    """Deleting an authorizer opens no door that is deployed, and closes none."""
    authorizer_id = world.authorizer(api_id)
    jwt = world.add_method(
        api_id, "/jwt", authorization_type="COGNITO_USER_POOLS", authorizer_id=authorizer_id
    )
    world.deploy(api_id)

    world.gateway.delete_method(rest_api_id=api_id, resource_id=jwt, http_method="GET")
    world.gateway.delete_authorizer(rest_api_id=api_id, authorizer_id=authorizer_id)

    method = world.method(api_id, "/jwt")
    assert method.authorization_type == "COGNITO_USER_POOLS"
    headers = {"Authorization": world.id_token()}
    assert world.gateway.authorize_with_user_pool(method, headers)["token_use"] == "id"


def test_stages_serve_different_deployments(world, api_id):
    """The old copy stays at one stage while the other moves on."""
    first = world.deploy(api_id, "prod")
    world.add_method(api_id, "/jwt")
    second = world.deploy(api_id, "test")

    assert not serves(world, api_id, "/jwt", "prod")
    assert serves(world, api_id, "/jwt", "test")
    stages = world.gateway.get_stages(rest_api_id=api_id)["item"]
    assert [(stage["stageName"], stage["deploymentId"]) for stage in stages] == [
        ("prod", first),
        ("test", second),
    ]
    only = world.gateway.get_stages(rest_api_id=api_id, deployment_id=second)["item"]
    assert [stage["stageName"] for stage in only] == ["test"]


def test_a_stage_has_awss_members(world, api_id):
    """A new stage and its deployment, as AWS shows them."""
    deployment = world.gateway.create_deployment(
        rest_api_id=api_id, description="first", stage_name="prod", variables={"colour": "blue"}
    )

    assert deployment == {"id": deployment["id"], "description": "first", "createdDate": START}
    assert world.gateway.get_stage(rest_api_id=api_id, stage_name="prod") == {
        "deploymentId": deployment["id"],
        "stageName": "prod",
        "cacheClusterEnabled": False,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {},
        "variables": {"colour": "blue"},
        "tracingEnabled": False,
        "createdDate": START,
        "lastUpdatedDate": START,
    }


def test_deploying_again_moves_the_stage_and_keeps_what_was_said(world, api_id):
    """Variables and the day of its creation stay; the day of the change is new."""
    world.deploy(api_id, variables={"colour": "blue"}, stage_description="the first")
    world.clock.advance(days=1)

    second = world.deploy(api_id)

    stage = world.gateway.get_stage(rest_api_id=api_id, stage_name="prod")
    assert (stage["deploymentId"], stage["variables"]) == (second, {"colour": "blue"})
    assert stage["description"] == "the first"
    assert stage["lastUpdatedDate"] - stage["createdDate"] == timedelta(days=1)


def test_a_deployment_without_a_stage_waits_for_one(world, api_id):
    """`create_stage` serves it under a name of its own."""
    deployment = world.gateway.create_deployment(rest_api_id=api_id)
    assert world.gateway.get_stages(rest_api_id=api_id) == {"item": []}

    stage = world.gateway.create_stage(
        rest_api_id=api_id,
        stage_name="v-2_0",
        deployment_id=deployment["id"],
        description="beta",
        tags={"course": "N01"},
    )

    assert (stage["description"], stage["tags"]) == ("beta", {"course": "N01"})
    assert serves(world, api_id, "/", "v-2_0")


def test_a_stage_of_that_name_is_there_already(world, api_id):
    """`create_stage` makes new stages only."""
    deployment_id = world.deploy(api_id)

    with pytest.raises(AwsError) as caught:
        world.gateway.create_stage(
            rest_api_id=api_id, stage_name="prod", deployment_id=deployment_id
        )

    assert (caught.value.code, caught.value.message, caught.value.status) == (
        "ConflictException",
        "Stage already exists",
        409,
    )


@pytest.mark.parametrize("name", ["", "a b", "a/b", "prod!", "x" * 129])
def test_a_stage_name_can_stand_in_a_url(world, api_id, name):
    """Other names are refused, and nothing is deployed."""
    with pytest.raises(AwsError, match="Stage name only allows a-zA-Z0-9_"):
        world.deploy(api_id, name)

    assert world.gateway.get_deployments(rest_api_id=api_id) == {"items": []}


def test_an_api_without_methods_cannot_be_deployed(world):
    """There would be nothing to serve."""
    api_id, _ = world.api()

    with pytest.raises(AwsError) as caught:
        world.deploy(api_id)

    assert caught.value.message == "The REST API doesn't contain any methods"


def test_a_method_with_nothing_behind_it_cannot_be_deployed(world, api_id):
    """AWS does not say which; the note does. Nothing is deployed."""
    users = world.add_path(api_id, "/users")
    world.gateway.put_method(
        rest_api_id=api_id, resource_id=users, http_method="POST", authorization_type="NONE"
    )

    with pytest.raises(AwsError) as caught:
        world.deploy(api_id)

    assert (caught.value.code, caught.value.message) == (
        "BadRequestException",
        "No integration defined for method",
    )
    assert caught.value.because == "Nothing stands behind POST /users."
    assert world.gateway.get_deployments(rest_api_id=api_id) == {"items": []}
    assert world.gateway.get_stages(rest_api_id=api_id) == {"item": []}


def test_a_deployment_that_a_stage_serves_cannot_be_deleted(world, api_id):
    """First the stage has to go."""
    deployment_id = world.deploy(api_id)
    which = {"rest_api_id": api_id, "deployment_id": deployment_id}

    with pytest.raises(AwsError) as caught:
        world.gateway.delete_deployment(**which)
    assert caught.value.message == (
        "Active stages pointing to this deployment must be moved or deleted"
    )
    assert world.gateway.get_deployment(**which)["id"] == deployment_id

    assert world.gateway.delete_stage(rest_api_id=api_id, stage_name="prod") == {}
    assert world.gateway.delete_deployment(**which) == {}
    assert not serves(world, api_id, "/")


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda g, api: g.get_deployment(rest_api_id=api, deployment_id="x"), id="get"),
        pytest.param(
            lambda g, api: g.delete_deployment(rest_api_id=api, deployment_id="x"), id="delete"
        ),
        pytest.param(
            lambda g, api: g.create_stage(rest_api_id=api, stage_name="s", deployment_id="x"),
            id="serve",
        ),
        pytest.param(lambda g, api: g.get_stage(rest_api_id=api, stage_name="x"), id="get a stage"),
        pytest.param(
            lambda g, api: g.delete_stage(rest_api_id=api, stage_name="x"), id="delete a stage"
        ),
    ],
)
def test_what_does_not_exist_is_not_found(world, api_id, call):
    """Unknown deployments and stages are a NotFoundException."""
    with pytest.raises(AwsError) as caught:
        call(world.gateway, api_id)

    assert (caught.value.code, caught.value.status) == ("NotFoundException", 404)


def test_a_deleted_api_serves_nothing(world, api_id):
    """Its stages are gone with it, and the trace says that there is no such API."""
    world.deploy(api_id)
    world.gateway.delete_rest_api(rest_api_id=api_id)

    with world.trace.exchange("API Gateway", "GET /", {}) as exchange:
        assert not serves(world, api_id, "/")

    assert "there is no such API" in exchange.notes[0]


def test_a_replaced_function_is_called_after_the_next_deployment(world, api_id):
    """Which function stands behind a method is part of the copy."""
    world.deploy(api_id)
    root = world.resource_ids(api_id)["/"]
    world.gateway.put_integration(
        rest_api_id=api_id,
        resource_id=root,
        http_method="GET",
        type="AWS_PROXY",
        integration_http_method="POST",
        uri=integration_uri(world.echo.replace("echo", "other")),
    )

    assert world.method(api_id, "/").route.integration.function_arn == world.echo
    world.deploy(api_id)
    assert world.method(api_id, "/").route.integration.function_arn.endswith(":other")
