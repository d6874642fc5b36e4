"""docs/operations.md is held against the services and the installed models, name by name.

After a change of a service or of botocore, write the file again with ``operations_by_name()``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill

import pytest

from cognito_lab import new_cloud
from cognito_lab.wire.models import service_model
from cognito_lab.wire.services import SERVICES, left_out

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"
HEAD = """\
# Operations, by name

What the lab answers of each service, and what it leaves out, by AWS's own names. An operation that
is left out raises `cognito_lab.NotSimulated` and names itself. S3 and DynamoDB are not listed:
[moto](https://github.com/getmoto/moto) answers them, behind the lab's gate. A test holds this page
against the services and the installed botocore model.
"""
OWN_SERVICES = [name for name, row in SERVICES.items() if row.attribute]


def operations_by_name() -> str:
    """The whole page, from the services and the installed models."""
    return "\n".join([HEAD, *_parts()])


def _parts() -> Iterator[str]:
    cloud = new_cloud(seed=0)
    for name in OWN_SERVICES:
        missing = sorted(left_out(name, getattr(cloud, SERVICES[name].attribute)))
        answered = sorted({*service_model(name).operation_names} - {*missing})
        yield f"## `{name}`\n"
        yield _named("answered", answered)
        yield _named("left out", missing)


def _named(what: str, names: Sequence[str]) -> str:
    """A paragraph such as ``**2 answered:** GetId, ListTags.``; lines of 100 characters."""
    said = f"**{len(names)} {what}:** {', '.join(names)}." if names else f"**None {what}.**"
    return fill(said, 100, break_long_words=False, break_on_hyphens=False) + "\n"


def names_on_the_page(service: str, what: str) -> set[str]:
    """The operations that the page names for a service as answered, or as left out."""
    part = PAGE.read_text("utf-8").partition(f"## `{service}`\n")[2].partition("\n## ")[0]
    found = re.search(rf"\*\*\d+ {what}:\*\*([^*]*)\.", part)
    return set(re.split(r",\s+", found[1].strip())) if found else set()


def test_the_page_is_what_the_services_answer() -> None:
    """Byte for byte; when this fails, write the page again (see above)."""
    assert PAGE.read_text("utf-8") == operations_by_name()


@pytest.mark.parametrize("service", OWN_SERVICES)
def test_every_operation_of_a_service_stands_on_the_page_once(service: str) -> None:
    """Answered and left out share no name, and together they are AWS's whole list."""
    answered = names_on_the_page(service, "answered")
    missing = names_on_the_page(service, "left out")

    assert answered
    assert answered & missing == set()
    assert answered | missing == set(service_model(service).operation_names)


def test_readme_leads_to_the_page_below_its_table() -> None:
    """Who reads the counts finds the names one click away."""
    readme = (ROOT / "README.md").read_text("utf-8")
    below = readme.partition("<!-- /operations -->")[2].partition("\n## ")[0]

    assert "(docs/operations.md)" in below
