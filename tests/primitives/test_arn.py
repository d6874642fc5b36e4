"""Amazon Resource Names, taken apart and put together."""

import pytest

from cognito_lab.primitives.arn import Arn, parse_arn


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        pytest.param("arn:aws:s3:::pool-files/a:b", "pool-files/a:b", id="colons in the resource"),
        pytest.param(
            "arn:aws:lambda:us-east-1:123456789012:function:f", "function:f", id="a function"
        ),
        pytest.param("arn:aws:iam::123456789012:role/path/R", "role/path/R", id="no region"),
    ],
)
def test_an_arn_comes_back_as_it_was(text, resource):
    """Everything after the fifth colon is the resource."""
    arn = parse_arn(text)

    assert arn.resource == resource
    assert str(arn) == text


def test_the_fields_have_names():
    """The six fields, without the first word."""
    assert parse_arn("arn:aws:iam::123456789012:role/R") == Arn(
        "aws", "iam", "", "123456789012", "role/R"
    )


@pytest.mark.parametrize("text", ["", "arn", "arn:aws:s3", "urn:aws:s3:::bucket", "bucket"])
def test_what_is_no_arn_is_refused(text):
    """The error shows what was found."""
    with pytest.raises(ValueError, match="not an ARN"):
        parse_arn(text)
