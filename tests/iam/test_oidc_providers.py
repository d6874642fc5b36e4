"""OpenID Connect providers that an account trusts."""

import pytest

from cognito_lab.primitives.errors import AwsError
from cognito_lab.services.iam import Iam

URL = "https://login.example.com/realms/lab"
ARN = "arn:aws:iam::123456789012:oidc-provider/login.example.com/realms/lab"


def test_a_provider_is_shown_without_its_scheme(iam: Iam) -> None:
    """The ARN and the Url that AWS shows both leave https:// out."""
    made = iam.create_open_id_connect_provider(
        url=URL, client_id_list=["app"], thumbprint_list=["a" * 40]
    )

    shown = iam.get_open_id_connect_provider(open_id_connect_provider_arn=ARN)

    assert made == {"OpenIDConnectProviderArn": ARN}
    assert shown["Url"] == "login.example.com/realms/lab"
    assert shown["ClientIDList"] == ["app"]
    listed = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    assert listed == [{"Arn": ARN}]


def test_client_ids_come_and_go(iam: Iam) -> None:
    """Adding twice and removing what is not there are no errors."""
    iam.create_open_id_connect_provider(url=URL, client_id_list=["one"])
    provider = {"open_id_connect_provider_arn": ARN}

    for client_id in ("two", "two"):
        iam.add_client_id_to_open_id_connect_provider(**provider, client_id=client_id)
    for client_id in ("one", "gone"):
        iam.remove_client_id_from_open_id_connect_provider(**provider, client_id=client_id)

    found = iam.oidc_provider("login.example.com/realms/lab")
    assert found is not None
    assert found.client_ids == ["two"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param("http://login.example.com", "ValidationError", id="no https"),
        pytest.param("https://", "ValidationError", id="no host"),
        pytest.param("https://a.example/?x=1", "ValidationError", id="a query"),
        pytest.param(URL, "EntityAlreadyExists", id="trusted already"),
    ],
)
def test_a_wrong_issuer_is_refused(iam: Iam, url: str, code: str) -> None:
    """An issuer begins with https://, has no query, and is trusted once."""
    iam.create_open_id_connect_provider(url=URL)

    with pytest.raises(AwsError) as caught:
        iam.create_open_id_connect_provider(url=url)

    assert caught.value.code == code
    assert len(iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]) == 1


def test_a_deleted_provider_is_not_trusted_any_more(iam: Iam) -> None:
    """Deleting it twice is no error; asking for it is."""
    iam.create_open_id_connect_provider(url=URL)

    for _ in range(2):
        iam.delete_open_id_connect_provider(open_id_connect_provider_arn=ARN)

    assert iam.oidc_provider("login.example.com/realms/lab") is None
    with pytest.raises(AwsError) as caught:
        iam.get_open_id_connect_provider(open_id_connect_provider_arn=ARN)
    assert caught.value.code == "NoSuchEntity"


def test_tags_come_and_go(iam: Iam) -> None:
    """Tags of a provider are listed, replaced and taken away."""
    iam.create_open_id_connect_provider(url=URL, tags=[{"Key": "stage", "Value": "dev"}])
    provider = {"open_id_connect_provider_arn": ARN}

    iam.tag_open_id_connect_provider(**provider, tags=[{"Key": "stage", "Value": "prod"}])

    listed = iam.list_open_id_connect_provider_tags(**provider)["Tags"]
    assert listed == [{"Key": "stage", "Value": "prod"}]
    iam.untag_open_id_connect_provider(**provider, tag_keys=["stage", "gone"])
    assert iam.list_open_id_connect_provider_tags(**provider)["Tags"] == []
