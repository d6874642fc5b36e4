"""Our reading and writing of AWS's protocols against botocore's, over every operation."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from shape_values import structure_for

from cognito_lab.wire.api import PROTOCOLS
from cognito_lab.wire.message import HttpRequest
from cognito_lab.wire.models import Operation, operation, service_model
from cognito_lab.wire.services import SERVICES

OWN_SERVICES = [name for name, row in SERVICES.items() if row.attribute]


def is_simple(shape: Any) -> bool:
    """Whether a shape is all body, path and query; `rest_json_protocol` leaves out the rest."""
    if shape is None:
        return True
    return "payload" not in shape.serialization and not any(
        member.serialization.get("location") in ("header", "headers")
        or (member.serialization.get("location") == "querystring" and member.type_name == "map")
        for member in shape.members.values()
    )


def sent(asked: Operation, parameters: dict[str, Any]) -> HttpRequest:
    """The HTTP request that botocore makes of an operation's parameters."""
    serializer = create_serializer(asked.model.service_model.protocol, include_validation=False)
    parts = serializer.serialize_to_request(parameters, asked.model)
    query = parts["query_string"]
    body = urlencode(parts["body"]) if isinstance(parts["body"], dict) else parts["body"]
    url = f"https://service.amazonaws.com{parts['url_path']}"
    if query:
        url += ("&" if "?" in url else "?") + urlencode(query, doseq=True)
    return HttpRequest(
        parts["method"], url, parts["headers"], body if isinstance(body, bytes) else body.encode()
    )


@pytest.mark.parametrize("service", OWN_SERVICES)
def test_we_read_what_botocore_sends(service: str):
    """For every operation, our parser gives back the parameters that botocore sent."""
    protocol, chance = PROTOCOLS[SERVICES[service].family], random.Random(service)
    wrong = {}

    for name in service_model(service).operation_names:
        asked = operation(service, name)
        if not is_simple(asked.input):
            continue
        parameters = structure_for(asked.input, chance) if asked.input else {}
        request = sent(asked, parameters)
        found = protocol.find_operation(service, request)
        if (found.name, read := protocol.parse(found, request)) != (name, parameters):
            wrong[name] = (parameters, read)

    assert wrong == {}


@pytest.mark.parametrize("service", OWN_SERVICES)
def test_botocore_reads_what_we_answer(service: str):
    """For every operation, botocore's parser gives back the answer that our serialiser wrote."""
    protocol, chance = PROTOCOLS[SERVICES[service].family], random.Random(service)
    parser = create_parser(service_model(service).protocol)
    wrong = {}

    for name in service_model(service).operation_names:
        asked = operation(service, name)
        if not is_simple(asked.output):
            continue
        answer = structure_for(asked.output, chance) if asked.output else {}
        response = protocol.serialise(asked, answer, "0-0-0")
        read = parser.parse(
            {
                "status_code": response.status,
                "headers": {key.lower(): text for key, text in response.headers.items()},
                "body": response.body,
            },
            asked.output,
        )
        metadata = read.pop("ResponseMetadata")
        if (read, metadata["RequestId"]) != (answer, "0-0-0"):
            wrong[name] = (answer, read)

    assert wrong == {}


@pytest.mark.parametrize("service", OWN_SERVICES)
def test_an_answer_with_a_member_that_aws_lacks_is_our_own_fault(service: str):
    """A service that answers with an unknown member gets a Python error that names it."""
    protocol = PROTOCOLS[SERVICES[service].family]
    name = next(n for n in service_model(service).operation_names if operation(service, n).output)

    with pytest.raises(TypeError, match="Nonsense"):
        protocol.serialise(operation(service, name), {"Nonsense": 1}, "0-0-0")
