"""Setting up a REST API: what each operation answers, and AWS's refusals."""

from __future__ import annotations

from typing import Any

import pytest
from api_world import ApiWorld, integration_uri, pool_arn

from cognito_lab.primitives.errors import AwsError, NotSimulated

CREATED = "2026-01-06T09:08:07+00:00"


def refused(call: Any, code: str, message: str, status: int) -> AwsError:
    """The call is refused with exactly these words, and the lab says why."""
    with pytest.raises(AwsError) as caught:
        call()
    error = caught.value
    assert (error.code, error.message, error.status) == (code, message, status)
    assert error.because
    return error


# --- APIs ----------------------------------------------------------------------------------------


def test_a_new_api_has_awss_defaults(world):
    """The answer has the members that AWS gives when only a name was given."""
    api = world.gateway.create_rest_api(name="doors")

    api_id, root_id, created = api.pop("id"), api.pop("rootResourceId"), api.pop("createdDate")
    assert api == {
        "name": "doors",
        "apiKeySource": "HEADER",
        "disableExecuteApiEndpoint": False,
        "endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"},
    }
    assert (len(api_id), len(root_id), created.isoformat()) == (10, 10, CREATED)
    assert world.resource_ids(api_id) == {"/": root_id}


def test_what_was_said_about_an_api_is_shown_again(world):
    """Description, version, endpoint type and tags."""
    created = world.gateway.create_rest_api(
        name="doors",
        description="three of them",
        version="v1",
        endpoint_configuration={"types": ["REGIONAL"]},
        tags={"course": "N01"},
    )

    shown = world.gateway.get_rest_api(rest_api_id=created["id"])

    assert shown == created
    assert (shown["description"], shown["version"]) == ("three of them", "v1")
    assert shown["endpointConfiguration"]["types"] == ["REGIONAL"]
    assert shown["tags"] == {"course": "N01"}


def test_apis_are_listed_a_page_at_a_time(world):
    """The position of one page leads to the next; the last has none."""
    ids = [world.api(f"api {number}")[0] for number in range(5)]

    first = world.gateway.get_rest_apis(limit=3)
    second = world.gateway.get_rest_apis(limit=3, position=first["position"])

    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert "position" not in second


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_a_page_has_1_to_500_items(world, limit):
    """Any other number is a BadRequestException."""
    with pytest.raises(AwsError) as caught:
        world.gateway.get_rest_apis(limit=limit)
    assert caught.value.code == "BadRequestException"


@pytest.mark.parametrize("position", ["", "x", "!", "ZnJvbSAtNQ=="])
def test_a_position_comes_from_a_page(world, position):
    """Whatever no page gave is a BadRequestException."""
    world.api()
    with pytest.raises(AwsError) as caught:
        world.gateway.get_rest_apis(position=position)
    assert caught.value.code == "BadRequestException"


def test_a_deleted_api_is_gone(world):
    """It is in no list, and its id is unknown."""
    api_id, _ = world.api()

    assert world.gateway.delete_rest_api(rest_api_id=api_id) == {}

    assert world.gateway.get_rest_apis() == {"items": []}
    refused(
        lambda: world.gateway.get_rest_api(rest_api_id=api_id),
        "NotFoundException",
        f"Invalid API identifier specified 123456789012:{api_id}",
        404,
    )


def test_the_id_of_an_api_is_in_lower_case(world):
    """The same letters in capitals are another id; the note names the ids that there are."""
    api_id, _ = world.api()

    error = refused(
        lambda: world.gateway.get_rest_api(rest_api_id=api_id.upper()),
        "NotFoundException",
        f"Invalid API identifier specified 123456789012:{api_id.upper()}",
        404,
    )

    assert api_id in error.because


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"description": ""}, "Description cannot be an empty string", id="empty text"),
        pytest.param({"name": ""}, "Name cannot be empty", id="empty name"),
        pytest.param(
            {"endpoint_configuration": {"types": []}},
            "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.",
            id="no endpoint type",
        ),
        pytest.param(
            {"endpoint_configuration": {"types": ["EDGE", "REGIONAL"]}},
            "Cannot create an api with multiple Endpoint Types.",
            id="two endpoint types",
        ),
    ],
)
def test_an_api_that_cannot_be_is_not_created(world, options, message):
    """AWS's words, and no API."""
    refused(
        lambda: world.gateway.create_rest_api(**{"name": "doors", **options}),
        "BadRequestException",
        message,
        400,
    )

    assert world.gateway.get_rest_apis()["items"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"policy": "{}"}, "policy", id="a resource policy"),
        pytest.param({"clone_from": "abc"}, "cloneFrom", id="a clone"),
        pytest.param({"disable_execute_api_endpoint": True}, "disableExecuteApiEndpoint", id="off"),
        pytest.param({"api_key_source": "AUTHORIZER"}, "apiKeySource", id="keys of an authorizer"),
        pytest.param({"endpoint_configuration": {"types": ["PRIVATE"]}}, "private", id="private"),
    ],
)
def test_an_option_that_the_lab_would_not_honour_is_refused_openly(world, options, said):
    """Not AWS's error: the lab says that it leaves this out, and creates nothing."""
    with pytest.raises(NotSimulated, match=said):
        world.gateway.create_rest_api(name="doors", **options)

    assert world.gateway.get_rest_apis()["items"] == []


def test_an_option_at_its_default_changes_nothing(world):
    """What asks for nothing is no reason to refuse."""
    world.gateway.create_rest_api(
        name="doors", api_key_source="HEADER", binary_media_types=[], minimum_compression_size=None
    )

    assert len(world.gateway.get_rest_apis()["items"]) == 1


# --- resources -----------------------------------------------------------------------------------


def test_paths_grow_from_the_root(world):
    """Each has its parent's path before its own part; the list is in alphabetical order."""
    api_id, root_id = world.api()
    users = world.gateway.create_resource(rest_api_id=api_id, parent_id=root_id, path_part="users")
    one = world.gateway.create_resource(rest_api_id=api_id, parent_id=users["id"], path_part="{id}")

    items = world.gateway.get_resources(rest_api_id=api_id)["items"]

    assert one["path"] == "/users/{id}"
    assert items == [
        {"id": root_id, "path": "/"},
        {"id": users["id"], "parentId": root_id, "path": "/users", "pathPart": "users"},
        {"id": one["id"], "parentId": users["id"], "path": "/users/{id}", "pathPart": "{id}"},
    ]
    assert world.gateway.get_resource(rest_api_id=api_id, resource_id=one["id"]) == one


def test_a_resource_names_its_methods_and_shows_them_when_asked(world):
    """`embed` is the difference between the verb alone and the whole method."""
    api_id, _ = world.api()
    resource_id = world.add_method(api_id, "/jwt")
    where = {"rest_api_id": api_id, "resource_id": resource_id}

    named = world.gateway.get_resource(**where)["resourceMethods"]
    shown = world.gateway.get_resource(**where, embed=["methods"])["resourceMethods"]

    assert named == {"GET": {}}
    assert shown["GET"]["methodIntegration"]["type"] == "AWS_PROXY"


@pytest.mark.parametrize(
    ("existing", "part", "code", "message", "status"),
    [
        pytest.param(
            "/pets",
            "pets",
            "ConflictException",
            "Another resource with the same parent already has this name: pets",
            409,
            id="the same name",
        ),
        pytest.param(
            "/{proxy+}",
            "{id}",
            "BadRequestException",
            "A sibling ({proxy+}) of this resource already has a variable path part -- "
            "only one is allowed",
            400,
            id="a second variable",
        ),
    ],
)
def test_siblings_have_to_differ(world, existing, part, code, message, status):
    """Two children of one parent may neither share a name nor both be variables."""
    api_id, root_id = world.api()
    world.add_path(api_id, existing)
    before = world.resource_ids(api_id)

    refused(
        lambda: world.gateway.create_resource(
            rest_api_id=api_id, parent_id=root_id, path_part=part
        ),
        code,
        message,
        status,
    )

    assert world.resource_ids(api_id) == before


def test_nothing_grows_below_a_greedy_variable(world):
    """It stands for all paths below it already."""
    api_id, _ = world.api()
    greedy = world.add_path(api_id, "/{proxy+}")

    refused(
        lambda: world.gateway.create_resource(rest_api_id=api_id, parent_id=greedy, path_part="x"),
        "BadRequestException",
        "Cannot create a child of a resource with a greedy path variable: {proxy+}",
        400,
    )


@pytest.mark.parametrize("part", ["", "a/b", "a b", "{id", "id}", "{}", "{a}{b}", "ä", "x?"])
def test_a_path_part_has_plain_letters(world, part):
    """Slashes, white space and half a brace are a BadRequestException."""
    api_id, root_id = world.api()

    with pytest.raises(AwsError) as caught:
        world.gateway.create_resource(rest_api_id=api_id, parent_id=root_id, path_part=part)

    assert caught.value.message.startswith("Resource's path part only allow a-zA-Z0-9._-")
    assert list(world.resource_ids(api_id)) == ["/"]


@pytest.mark.parametrize("unknown", ["api", "parent"])
def test_an_unknown_api_and_an_unknown_parent_are_the_same_error(world, unknown):
    """AWS does not say which it was; the note does."""
    api_id, root_id = world.api()
    ids = {"rest_api_id": api_id, "parent_id": root_id}
    ids["rest_api_id" if unknown == "api" else "parent_id"] = "nothing"

    error = refused(
        lambda: world.gateway.create_resource(**ids, path_part="x"),
        "NotFoundException",
        "Invalid Resource identifier specified",
        404,
    )

    assert "nothing" in error.because


def test_deleting_a_path_deletes_what_is_below_it(world):
    """Paths and methods go together; the rest stays."""
    api_id, _ = world.api()
    users = world.add_method(api_id, "/users")
    world.add_method(api_id, "/users/{id}/posts")
    world.add_method(api_id, "/jwt")

    assert world.gateway.delete_resource(rest_api_id=api_id, resource_id=users) == {}

    assert list(world.resource_ids(api_id)) == ["/", "/jwt"]
    world.deploy(api_id)
    assert world.gateway.find_method(api_id, "prod", "GET", "/users") is None


def test_the_root_cannot_be_deleted(world):
    """An API without a root is none."""
    api_id, root_id = world.api()

    with pytest.raises(AwsError, match="Root"):
        world.gateway.delete_resource(rest_api_id=api_id, resource_id=root_id)

    assert list(world.resource_ids(api_id)) == ["/"]


# --- methods and integrations --------------------------------------------------------------------


def test_a_method_is_shown_as_it_was_put(world):
    """With its guard, its scopes and what stands behind it."""
    api_id, _ = world.api()
    authorizer_id = world.authorizer(api_id)
    resource_id = world.add_method(
        api_id,
        "/jwt",
        authorization_type="COGNITO_USER_POOLS",
        authorizer_id=authorizer_id,
        authorization_scopes=["orders/read"],
        operation_name="ReadOrders",
    )

    shown = world.gateway.get_method(rest_api_id=api_id, resource_id=resource_id, http_method="GET")

    assert shown == {
        "httpMethod": "GET",
        "authorizationType": "COGNITO_USER_POOLS",
        "authorizerId": authorizer_id,
        "apiKeyRequired": False,
        "operationName": "ReadOrders",
        "authorizationScopes": ["orders/read"],
        "methodIntegration": {
            "type": "AWS_PROXY",
            "httpMethod": "POST",
            "uri": integration_uri(world.echo),
            "passthroughBehavior": "WHEN_NO_MATCH",
            "timeoutInMillis": 29000,
            "cacheNamespace": resource_id,
            "cacheKeyParameters": [],
        },
    }


def test_a_bare_method_has_three_members(world):
    """What was not given is not shown."""
    api_id, root_id = world.api()

    assert world.gateway.put_method(
        rest_api_id=api_id, resource_id=root_id, http_method="ANY", authorization_type="NONE"
    ) == {"httpMethod": "ANY", "authorizationType": "NONE", "apiKeyRequired": False}


@pytest.mark.parametrize(
    ("options", "code", "message", "status"),
    [
        pytest.param(
            {"rest_api_id": "nothing"},
            "NotFoundException",
            "Invalid Resource identifier specified",
            404,
            id="unknown API",
        ),
        pytest.param(
            {"resource_id": "nothing"},
            "NotFoundException",
            "Invalid Resource identifier specified",
            404,
            id="unknown path",
        ),
        pytest.param(
            {"http_method": "FETCH"},
            "BadRequestException",
            "Invalid HttpMethod specified. "
            "Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY",
            400,
            id="no verb",
        ),
        pytest.param(
            {"http_method": "get"},
            "BadRequestException",
            "Invalid HttpMethod specified. "
            "Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY",
            400,
            id="a verb in small letters",
        ),
        pytest.param(
            {"authorization_type": "COGNITO_USER_POOLS"},
            "BadRequestException",
            "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or "
            "COGNITO_USER_POOLS requires a valid authorizer.",
            400,
            id="no authorizer",
        ),
        pytest.param(
            {"authorization_type": "COGNITO_USER_POOLS", "authorizer_id": "nothing"},
            "BadRequestException",
            "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or "
            "COGNITO_USER_POOLS requires a valid authorizer.",
            400,
            id="unknown authorizer",
        ),
        pytest.param(
            {"http_method": "GET"},
            "ConflictException",
            "Method already exists for this resource",
            409,
            id="a second GET",
        ),
    ],
)
def test_a_method_that_cannot_be_is_not_put(world, options, code, message, status):
    """AWS's words, and the path keeps the methods that it had."""
    api_id, root_id = world.api()
    world.add_method(api_id, "/")
    put = {
        "rest_api_id": api_id,
        "resource_id": root_id,
        "http_method": "POST",
        "authorization_type": "NONE",
        **options,
    }

    refused(lambda: world.gateway.put_method(**put), code, message, status)

    shown = world.gateway.get_resource(rest_api_id=api_id, resource_id=root_id)
    assert shown["resourceMethods"] == {"GET": {}}


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"authorization_type": "PASSPORT"}, id="no kind of guard"),
        pytest.param({"authorization_scopes": ["orders/read"]}, id="scopes without a pool"),
    ],
)
def test_a_guard_that_is_none_is_a_bad_request(world, options):
    """The code is AWS's; the exact text has no source."""
    api_id, root_id = world.api()
    put = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}

    with pytest.raises(AwsError) as caught:
        world.gateway.put_method(**put, **{"authorization_type": "NONE", **options})

    assert caught.value.code == "BadRequestException"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"authorization_type": "CUSTOM"}, "CUSTOM", id="a Lambda authorizer"),
        pytest.param({"api_key_required": True}, "apiKeyRequired", id="an API key"),
        pytest.param({"request_validator_id": "v"}, "requestValidatorId", id="a validator"),
    ],
)
def test_a_guard_that_the_lab_lacks_is_refused_openly(world, options, said):
    """An open door in its place would teach something false."""
    api_id, root_id = world.api()
    put = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}

    with pytest.raises(NotSimulated, match=said):
        world.gateway.put_method(**put, **{"authorization_type": "NONE", **options})

    assert "resourceMethods" not in world.gateway.get_resource(
        rest_api_id=api_id, resource_id=root_id
    )


def test_a_deleted_method_is_gone(world):
    """Showing and deleting it again are the same error."""
    api_id, root_id = world.api()
    world.add_method(api_id, "/")
    where = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}

    assert world.gateway.delete_method(**where) == {}

    for call in (world.gateway.get_method, world.gateway.delete_method):
        refused(
            lambda call=call: call(**where),
            "NotFoundException",
            "Invalid Method identifier specified",
            404,
        )


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        pytest.param("", "Invalid ARN specified in the request", id="nothing"),
        pytest.param("https://x.y", "Invalid ARN specified in the request", id="an address"),
        pytest.param(
            "arn:aws:lambda:us-east-1:123456789012:function:echo",
            "AWS ARN for integration must contain path or action",
            id="the function's own ARN",
        ),
        pytest.param(
            "arn:aws:apigateway:us-east-1:firehose:path/2015-03-31/x",
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and "
            "Firehose stream invocations.",
            id="another service",
        ),
        pytest.param(
            integration_uri("echo"),
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and "
            "Firehose stream invocations.",
            id="a function by its name",
        ),
    ],
)
def test_an_integration_needs_the_functions_invocation_path(world, uri, message):
    """Each wrong URI has its own words, and nothing is put behind the method."""
    api_id, root_id = world.api()
    where = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}
    world.gateway.put_method(**where, authorization_type="NONE")

    refused(
        lambda: world.gateway.put_integration(
            **where, type="AWS_PROXY", integration_http_method="POST", uri=uri
        ),
        "BadRequestException",
        message,
        400,
    )

    refused(
        lambda: world.gateway.get_integration(**where),
        "NotFoundException",
        "Invalid Integration identifier specified",
        404,
    )


@pytest.mark.parametrize("kind", ["HTTP", "HTTP_PROXY", "MOCK", "AWS"])
def test_another_kind_of_integration_is_refused_openly(world, kind):
    """The lab knows functions only."""
    api_id, root_id = world.api()

    with pytest.raises(NotSimulated, match=kind):
        world.gateway.put_integration(
            rest_api_id=api_id, resource_id=root_id, http_method="GET", type=kind
        )


def test_an_integration_says_how_its_function_is_called(world):
    """The integration's method is required, whatever the verb of the method is."""
    api_id, root_id = world.api()
    where = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}
    world.gateway.put_method(**where, authorization_type="NONE")

    with pytest.raises(AwsError, match="HttpMethod must be non-empty"):
        world.gateway.put_integration(**where, type="AWS_PROXY", uri=integration_uri(world.echo))


def test_an_integration_can_be_replaced_and_taken_away(world):
    """The last one counts; without any, the method has nothing behind it."""
    api_id, root_id = world.api()
    world.add_method(api_id, "/")
    where = {"rest_api_id": api_id, "resource_id": root_id, "http_method": "GET"}
    other = integration_uri(world.echo.replace("echo", "other"))

    world.gateway.put_integration(
        **where,
        type="AWS_PROXY",
        integration_http_method="POST",
        uri=other,
        timeout_in_millis=1000,
    )
    assert world.gateway.get_integration(**where)["uri"] == other
    assert world.gateway.get_integration(**where)["timeoutInMillis"] == 1000

    assert world.gateway.delete_integration(**where) == {}
    assert "methodIntegration" not in world.gateway.get_method(**where)
    with pytest.raises(AwsError, match="Invalid Integration identifier"):
        world.gateway.delete_integration(**where)


# --- authorizers ---------------------------------------------------------------------------------


def test_an_authorizer_is_shown_as_it_was_created(world):
    """The result's life is five minutes unless somebody says otherwise."""
    api_id, _ = world.api()
    created = world.gateway.create_authorizer(
        rest_api_id=api_id,
        name="pool",
        type="COGNITO_USER_POOLS",
        provider_arns=[pool_arn()],
        identity_source="method.request.header.Authorization",
    )

    assert created == {
        "id": created["id"],
        "name": "pool",
        "type": "COGNITO_USER_POOLS",
        "providerARNs": [pool_arn()],
        "authType": "cognito_user_pools",
        "identitySource": "method.request.header.Authorization",
        "authorizerResultTtlInSeconds": 300,
    }
    assert world.gateway.get_authorizers(rest_api_id=api_id) == {"items": [created]}
    assert world.gateway.get_authorizer(rest_api_id=api_id, authorizer_id=created["id"]) == created


@pytest.mark.parametrize("source", [None, "", "Authorization", "method.request.querystring.t"])
def test_an_authorizer_reads_a_header(world, source):
    """The identity source is required, and no query parameter will do."""
    api_id, _ = world.api()

    error = refused(
        lambda: world.authorizer(api_id, identity_source=source),
        "BadRequestException",
        f"Invalid token source expression: {source or ''}. The source must be a method request "
        "header, matching 'method.request.header.[a-zA-Z0-9._-]+'.",
        400,
    )

    assert error.status == 400
    assert world.gateway.get_authorizers(rest_api_id=api_id)["items"] == []


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"provider_arns": None}, id="no pool"),
        pytest.param({"provider_arns": []}, id="an empty list of pools"),
        pytest.param({"provider_arns": ["us-east-1_AbCdEf123"]}, id="a pool's id"),
        pytest.param({"provider_arns": [pool_arn(), "arn:aws:s3:::x"]}, id="one ARN of two wrong"),
        pytest.param({"identity_validation_expression": "("}, id="no regular expression"),
        pytest.param({"authorizer_result_ttl_in_seconds": -1}, id="a negative life"),
        pytest.param({"authorizer_result_ttl_in_seconds": 3601}, id="more than an hour"),
    ],
)
def test_an_authorizer_that_cannot_be_is_not_created(world, options):
    """A BadRequestException each; the API has no authorizer."""
    api_id, _ = world.api()

    with pytest.raises(AwsError) as caught:
        world.authorizer(api_id, **options)

    assert (caught.value.code, caught.value.status) == ("BadRequestException", 400)
    assert world.gateway.get_authorizers(rest_api_id=api_id)["items"] == []


def test_two_authorizers_of_an_api_differ_in_name(world):
    """The second of a name is a ConflictException; another API may use it."""
    api_id, _ = world.api()
    world.authorizer(api_id, name="pool")

    with pytest.raises(AwsError) as caught:
        world.authorizer(api_id, name="pool")

    assert caught.value.code == "ConflictException"
    assert world.authorizer(world.api()[0], name="pool")


def test_an_authorizer_in_no_api_has_awss_strange_words(world):
    """AWS speaks of a concurrent modification; the note says what it is."""
    error = refused(
        lambda: world.authorizer("nothing"),
        "ConflictException",
        "Unable to complete operation due to concurrent modification. Please try again later.",
        409,
    )

    assert "No API has the id nothing" in error.because


@pytest.mark.parametrize("kind", ["TOKEN", "REQUEST"])
def test_a_lambda_authorizer_is_refused_openly(world, kind):
    """The lab has none yet."""
    api_id, _ = world.api()

    with pytest.raises(NotSimulated, match=kind):
        world.gateway.create_authorizer(rest_api_id=api_id, name="mine", type=kind)


def test_an_authorizer_that_a_method_names_cannot_be_deleted(world):
    """First the method, then the authorizer."""
    api_id, _ = world.api()
    authorizer_id = world.authorizer(api_id)
    resource_id = world.add_method(
        api_id, "/jwt", authorization_type="COGNITO_USER_POOLS", authorizer_id=authorizer_id
    )
    which = {"rest_api_id": api_id, "authorizer_id": authorizer_id}

    with pytest.raises(AwsError) as caught:
        world.gateway.delete_authorizer(**which)
    assert caught.value.code == "ConflictException"

    world.gateway.delete_method(rest_api_id=api_id, resource_id=resource_id, http_method="GET")
    assert world.gateway.delete_authorizer(**which) == {}
    refused(
        lambda: world.gateway.get_authorizer(**which),
        "NotFoundException",
        "Invalid Authorizer identifier specified",
        404,
    )


# --- the record ----------------------------------------------------------------------------------


def test_operations_are_recorded_as_boto3_spells_them(world):
    """Parameters in small camels, also the one with an acronym."""
    api_id, _ = world.api()
    world.authorizer(api_id)

    created, authorizer = world.trace.exchanges
    assert (created.receiver, created.action) == ("API Gateway", "CreateRestApi")
    assert authorizer.action == "CreateAuthorizer"
    assert set(authorizer.request) == {
        "restApiId",
        "name",
        "type",
        "providerARNs",
        "identitySource",
    }


def test_the_same_seed_gives_the_same_ids():
    """Two accounts with one seed agree on every id."""
    assert ApiWorld().guarded_method() == ApiWorld().guarded_method()
