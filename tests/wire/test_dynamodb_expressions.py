"""What the gate reads in DynamoDB's expressions is what the store carries out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from signed_requests import temporary_credentials

import cognito_lab

HER_OWN = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["uma"]}}
FEW = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["user-id", "n", "topic"]}}
KEY = {"user-id": {"S": "jdoe"}, "n": {"N": "1"}}


@pytest.fixture
def cloud() -> cognito_lab.Cloud:
    """A table of notes; each has an attribute whose name is a word of the expressions."""
    made = cognito_lab.new_cloud(seed=7)
    client = cognito_lab.boto3_session(made).client("dynamodb")
    client.create_table(
        TableName="notes",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "user-id", "KeyType": "HASH"},
            {"AttributeName": "n", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "user-id", "AttributeType": "S"},
            {"AttributeName": "n", "AttributeType": "N"},
        ],
    )
    for owner in ("jdoe", "uma"):
        more = {name: {"S": "secret"} for name in ("contains", "remove", "n-topic")}
        client.put_item(
            TableName="notes", Item={**KEY, "user-id": {"S": owner}, "topic": {"S": "cats"}, **more}
        )
    return made


def notes_for(cloud: cognito_lab.Cloud, condition: dict[str, Any]) -> Any:
    """DynamoDB for somebody who may do everything with the notes on one condition."""
    statement = {
        "Effect": "Allow",
        "Action": "dynamodb:*",
        "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/notes",
        "Condition": condition,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return cognito_lab.boto3_session(cloud, temporary_credentials(cloud, policy)).client("dynamodb")


def names(**placeholders: str) -> dict[str, Any]:
    """ExpressionAttributeNames, where a request needs them."""
    return {"ExpressionAttributeNames": {f"#{k}": v for k, v in placeholders.items()}}


@pytest.mark.parametrize(
    ("condition", "more", "code", "words"),
    [
        pytest.param(
            "user-id = :v",
            {},
            "ValidationException",
            'Invalid KeyConditionExpression: Syntax error; token: "-", near: "user-id"',
            id="a name that needs a placeholder",
        ),
        pytest.param(
            "#u-x = :v",
            names(**{"u-x": "user-id"}),
            "ValidationException",
            'ExpressionAttributeNames contains invalid key: Syntax error; key: "#u-x"',
            id="a placeholder with a hyphen",
        ),
        pytest.param(
            "#u.x = :v",
            names(**{"u.x": "user-id"}),
            "ValidationException",
            'ExpressionAttributeNames contains invalid key: Syntax error; key: "#u.x"',
            id="a placeholder with a dot",
        ),
        pytest.param(
            "( #u )= :v", names(u="user-id"), "AccessDeniedException", "User: ", id="in brackets"
        ),
        pytest.param(
            "#u > :v",
            names(u="user-id"),
            "ValidationException",
            "Query condition missed key schema element: user-id",
            id="no partition at all",
        ),
        pytest.param(
            "#u\n=\t:v", names(u="user-id"), "AccessDeniedException", "User: ", id="over two lines"
        ),
    ],
)
def test_no_spelling_hides_the_partition(
    cloud: cognito_lab.Cloud, condition: str, more: Any, code: str, words: str
):
    """However a query spells another's partition key, a policy on LeadingKeys sees it."""
    client = notes_for(cloud, HER_OWN)

    with pytest.raises(ClientError) as refused:
        client.query(
            TableName="notes",
            KeyConditionExpression=condition,
            ExpressionAttributeValues={":v": {"S": "jdoe"}},
            **more,
        )

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"][: len(words)]) == (code, words)


def test_her_own_partition_stays_open_in_any_spelling(cloud: cognito_lab.Cloud):
    """A caller's own items come back, whether the key condition has brackets or not."""
    client = notes_for(cloud, HER_OWN)

    found = [
        client.query(
            TableName="notes",
            KeyConditionExpression=condition,
            ExpressionAttributeValues={":v": {"S": "uma"}, ":n": {"N": "0"}},
            **names(u="user-id"),
        )["Count"]
        for condition in ("#u = :v AND n > :n", "n > :n and (#u = :v)")
    ]

    assert found == [1, 1]


@pytest.mark.parametrize(
    ("projection", "code"),
    [
        pytest.param("topic, contains", "AccessDeniedException", id="a function's name"),
        pytest.param("remove", "AccessDeniedException", id="a clause's name"),
        pytest.param("n-topic", "ValidationException", id="two visible names with a hyphen"),
    ],
)
def test_a_word_of_the_language_may_be_an_attribute(
    cloud: cognito_lab.Cloud, projection: str, code: str
):
    """A word counts as an attribute wherever it stands for one."""
    client = notes_for(cloud, FEW)

    with pytest.raises(ClientError, match=code):
        client.get_item(TableName="notes", Key=KEY, ProjectionExpression=projection)


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        pytest.param("SET topic = if_not_exists(n2, :v)", {"topic", "n2"}, id="a function"),
        pytest.param("SET topic = n2 - :v", {"topic", "n2"}, id="a difference"),
        pytest.param("REMOVE topic ADD n2 :v", {"topic", "n2"}, id="clauses"),
        pytest.param("SET n2.#w[0].topic = :v", {"n2"}, id="parts of a path"),
        pytest.param("SET #w = :v", {"contains"}, id="a placeholder"),
    ],
)
def test_an_update_names_its_attributes_and_nothing_else(
    cloud: cognito_lab.Cloud, expression: str, named: set[str]
):
    """Functions, clauses, values and what stands after a dot do not count as attributes."""
    client = notes_for(cloud, FEW)

    with pytest.raises(ClientError, match="AccessDenied"):
        client.update_item(
            TableName="notes",
            Key=KEY,
            UpdateExpression=expression,
            ConditionExpression="attribute_exists(secret) AND NOT size(secret) IN (:v)",
            ExpressionAttributeValues={":v": {"N": "1"}},
            **(names(w="contains") if "#w" in expression else {}),
        )

    decision = cloud.trace.find("UpdateItem")[-1].evidence["decision"]
    asked = decision.request.context["dynamodb:Attributes"]
    assert set(asked) == named | {"user-id", "n", "secret"}


BOTH = {"N": "1", "S": "jdoe"}  # the first type says one thing, the key's own type another
ASKED_TWICE = {
    "get_item": {"Key": {**KEY, "user-id": BOTH}},
    "delete_item": {"Key": {**KEY, "user-id": BOTH}},
    "put_item": {"Item": {**KEY, "user-id": BOTH}},
    "query": {
        "KeyConditionExpression": "#u = :v",
        "ExpressionAttributeValues": {":v": BOTH},
        **names(u="user-id"),
    },
}


@pytest.mark.parametrize("operation", ASKED_TWICE)
def test_a_value_of_two_types_is_refused(cloud: cognito_lab.Cloud, operation: str):
    """The gate would look at one of them, and the store at the other."""
    client = notes_for(cloud, {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["1"]}})

    with pytest.raises(ClientError, match="has more than one datatypes set"):
        getattr(client, operation)(TableName="notes", **ASKED_TWICE[operation])

    every = cognito_lab.boto3_session(cloud).client("dynamodb").scan(TableName="notes")
    assert every["Count"] == 2


def test_a_value_without_a_type_is_refused(cloud: cognito_lab.Cloud):
    """It was a Python error of the store's."""
    client = cognito_lab.boto3_session(cloud).client("dynamodb")

    with pytest.raises(ClientError, match="Supplied AttributeValue is empty"):
        client.get_item(TableName="notes", Key={**KEY, "user-id": {}})


@pytest.mark.parametrize("operation", ["get_item", "scan"])
def test_the_old_way_to_choose_attributes_is_left_out(cloud: cognito_lab.Cloud, operation: str):
    """The store would give whole items, while a policy on Attributes saw the chosen ones alone."""
    client = notes_for(cloud, FEW)
    key = {"Key": KEY} if operation == "get_item" else {}

    with pytest.raises(cognito_lab.NotSimulated, match="AttributesToGet"):
        getattr(client, operation)(TableName="notes", AttributesToGet=["topic"], **key)
