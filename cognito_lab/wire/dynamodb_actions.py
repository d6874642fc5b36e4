"""DynamoDB operations in IAM's words: action, table or index, condition keys.

An operation on items is called as it is, on its table (or on the index that it names). Batches ask
for each table, transactions for each item by the action that the item alone would need.

`dynamodb:LeadingKeys` holds the partition keys that a request touches, so that a policy can say
"only your own items"; `dynamodb:Attributes` holds the attributes that it names. A Scan touches no
particular key, so the key is absent there, and ``ForAllValues`` is true of nothing: a trap of
AWS's, kept. A Query must say which partition it means; one that does not is no Query. What stands
in expressions is read by `dynamodb_expressions`.

Source: DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control".
Left out: PartiQL, backups' and streams' own ARNs.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cognito_lab.primitives import messages
from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.wire.actions import Access
from cognito_lab.wire.dynamodb_expressions import (
    Parameters,
    attributes_in,
    check_expressions,
    values_of_key,
)

# (table, index or nothing) → the name of its partition key, or nothing.
PartitionKeyOf = Callable[[str, str | None], str | None]

# An item of TransactWriteItems or TransactGetItems → the action that it needs.
TRANSACTION_ACTIONS: Mapping[str, str] = {
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
# Condition key → the parameter that it holds.
CONDITION_KEYS: Mapping[str, str] = {
    "dynamodb:Select": "Select",
    "dynamodb:ReturnValues": "ReturnValues",
    "dynamodb:ReturnConsumedCapacity": "ReturnConsumedCapacity",
}
_KEY_CONDITIONS = frozenset({"KeyConditionExpression", "KeyConditions"})
_PARTIQL = ("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction")


def dynamodb_accesses(
    operation: str, parameters: Parameters, partition_key_of: PartitionKeyOf
) -> list[Access]:
    """Everything that a DynamoDB request wants to do.

    Raises:
        NotSimulated: It is PartiQL, or asks by AttributesToGet.
        ValidationException: An expression is none, or a Query names no partition.
    """
    if operation in _PARTIQL:
        raise NotSimulated(f"the lab does not simulate PartiQL: dynamodb {operation}")
    return [
        Access(f"dynamodb:{action}", _arn(part), _context(action, part, partition_key_of))
        for action, part in _parts(operation, parameters)
    ]


def _parts(operation: str, parameters: Parameters) -> Iterator[tuple[str, Parameters]]:
    """(action, the parameters that concern one table) for each part of a request."""
    if "TransactItems" in parameters:
        for item in parameters["TransactItems"]:
            for kind, part in item.items():
                yield TRANSACTION_ACTIONS.get(kind, operation), part
    elif isinstance(parameters.get("RequestItems"), Mapping):
        for table, requests in parameters["RequestItems"].items():
            yield operation, {"TableName": table, **_batch(requests)}
    else:
        yield operation, parameters


def _batch(requests: Any) -> dict[str, Any]:
    """The keys and items of one table in a batch, under the names that single operations use."""
    if isinstance(requests, Mapping):  # BatchGetItem
        return {**requests, "Keys": requests.get("Keys", [])}
    writes = [part for request in requests for part in request.values()]
    return {"Keys": [write.get("Key") or write.get("Item", {}) for write in writes]}


def _arn(part: Parameters) -> str:
    for member in ("ResourceArn", "TableArn"):
        if member in part:
            return str(part[member])
    if "TableName" not in part:
        return "*"
    table = str(part["TableName"])  # since 2024 it may be an ARN itself
    prefix = "" if table.startswith("arn:") else f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/"
    index = f"/index/{part['IndexName']}" if "IndexName" in part else ""
    return f"{prefix}{table}{index}"


def _context(
    action: str, part: Parameters, partition_key_of: PartitionKeyOf
) -> dict[str, str | tuple[str, ...]]:
    check_expressions(part)
    _refuse_old_projection(part)
    context: dict[str, str | tuple[str, ...]] = {
        key: str(part[name]) for key, name in CONDITION_KEYS.items() if name in part
    }
    context["dynamodb:Attributes"] = tuple(sorted(_attributes(part)))
    if "TableName" in part and (name := partition_key_of(_table(part), part.get("IndexName"))):
        context["dynamodb:LeadingKeys"] = found = tuple(_leading_keys(part, name))
        if not found and not _KEY_CONDITIONS.isdisjoint(part):
            raise messages.DYNAMODB_KEY_MISSED.error(
                because=f"The condition has to say {name} = :value; without it, a policy about "
                "dynamodb:LeadingKeys would have nothing to look at.",
                name=name,
            )
    return context


def _refuse_old_projection(part: Parameters) -> None:
    """The store would answer with whole items, whatever a policy on dynamodb:Attributes counted."""
    if "AttributesToGet" in part:
        raise NotSimulated(
            "the lab does not simulate DynamoDB's AttributesToGet: use ProjectionExpression"
        )


def _table(part: Parameters) -> str:
    return str(part["TableName"]).rpartition("/")[2]


def _leading_keys(part: Parameters, name: str) -> Iterator[str]:
    """The values of the partition key that a request names."""
    for item in _items(part):
        if name in item:
            yield _text(item[name])
    if name in (legacy := part.get("KeyConditions", {})):
        yield from map(_text, legacy[name].get("AttributeValueList", []))
    yield from map(_text, values_of_key(part, name))


def _attributes(part: Parameters) -> set[str]:
    """The top-level attributes that a request names."""
    found = {name for item in _items(part) for name in item} | set(attributes_in(part))
    for member in ("AttributeUpdates", "Expected", "KeyConditions", "QueryFilter", "ScanFilter"):
        found |= set(part.get(member, {}))
    return found


def _items(part: Parameters) -> Iterator[Mapping[str, Any]]:
    """Keys and whole items that stand in a request."""
    for member in ("Key", "Item"):
        if isinstance(part.get(member), Mapping):
            yield part[member]
    yield from part.get("Keys", [])


def _text(value: Mapping[str, Any]) -> str:
    """``{"S": "jdoe"}`` as the condition key has it: just ``jdoe``."""
    content = next(iter(value.values()), "")
    return base64.b64encode(content).decode() if isinstance(content, bytes) else str(content)
