"""A boto3 session of the lab: private, and signing as whoever it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError

import cognito_lab
from cognito_lab.wire.message import HttpRequest, HttpResponse


def identity(session: boto3.Session) -> str:
    """Who the session is, as STS sees it."""
    arn: str = session.client("sts").get_caller_identity()["Arn"]
    return arn


@pytest.fixture
def cloud() -> cognito_lab.Cloud:
    """An account with nothing in it."""
    return cognito_lab.new_cloud(seed=7)


def test_without_credentials_it_is_the_administrator(cloud: cognito_lab.Cloud):
    """`boto3_session(cloud)` signs as the account's first user, in us-east-1."""
    session = cognito_lab.boto3_session(cloud)

    assert identity(session) == "arn:aws:iam::123456789012:user/administrator"
    assert session.region_name == "us-east-1"


def test_an_empty_dict_is_nobody(cloud: cognito_lab.Cloud):
    """Nobody can call what AWS leaves unsigned, and boto3 itself stops the rest."""
    nobody = cognito_lab.boto3_session(cloud, {})

    with pytest.raises(NoCredentialsError):
        nobody.client("cognito-idp").list_user_pools(MaxResults=1)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        nobody.client("cognito-identity").get_id(IdentityPoolId="us-east-1:0-0")


@pytest.mark.parametrize(
    "spell",
    [
        pytest.param(lambda given: given, id="as STS spells them, Expiration and all"),
        pytest.param(
            lambda given: {
                "AccessKeyId": given["AccessKeyId"],
                "SecretKey": given["SecretAccessKey"],
                "SessionToken": given["SessionToken"],
                "Expiration": given["Expiration"],
            },
            id="as an identity pool spells them",
        ),
    ],
)
def test_credentials_are_taken_as_aws_gave_them(cloud: cognito_lab.Cloud, spell: Any):
    """A Credentials dict works unchanged, whichever name its secret has."""
    given = role_credentials(cloud)

    session = cognito_lab.boto3_session(cloud, spell(given))

    assert identity(session) == "arn:aws:sts::123456789012:assumed-role/reader/visit"


@pytest.mark.parametrize(
    ("credentials", "error", "says"),
    [
        pytest.param("ASIA…", TypeError, "not str", id="a text"),
        pytest.param(["a", "b"], TypeError, "not list", id="a list"),
        pytest.param({"Credentials": {}}, ValueError, "'AccessKeyId'", id="the whole answer"),
        pytest.param({"AccessKeyId": "A"}, ValueError, "'SecretKey' or", id="no secret"),
        pytest.param(
            {"AccessKeyId": "A", "SecretKey": 5}, ValueError, "'SecretKey' or", id="a number"
        ),
    ],
)
def test_wrong_credentials_get_one_clear_error(
    cloud: cognito_lab.Cloud, credentials: Any, error: type[Exception], says: str
):
    """What is no Credentials dict is refused at once, with a message that says what is missing."""
    with pytest.raises(error, match=says):
        cognito_lab.boto3_session(cloud, credentials)


def test_the_message_does_not_repeat_a_secret(cloud: cognito_lab.Cloud):
    """A refused Credentials dict is described by its keys, never by its values."""
    with pytest.raises(ValueError, match="AccessKeyId") as refused:
        cognito_lab.boto3_session(cloud, {"SecretKey": "top-secret"})

    assert "top-secret" not in str(refused.value)


ENVIRONMENTS: Mapping[str, Mapping[str, str]] = {
    "a profile that does not exist": {"AWS_PROFILE": "nowhere"},
    "another endpoint": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
    "another endpoint of one service": {"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9"},
    "another region": {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1"},
    "another user": {"AWS_ACCESS_KEY_ID": "AKIAX", "AWS_SECRET_ACCESS_KEY": "x"},
    "FIPS and dual stack": {"AWS_USE_FIPS_ENDPOINT": "1", "AWS_USE_DUALSTACK_ENDPOINT": "1"},
    "the old global STS": {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"},
    "many attempts": {"AWS_MAX_ATTEMPTS": "9", "AWS_RETRY_MODE": "adaptive"},
    "another folder of models": {"AWS_DATA_PATH": "/nowhere"},
    "a proxy": {"HTTPS_PROXY": "http://127.0.0.1:9"},
    "a metadata server": {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_environment_changes_nothing(
    cloud: cognito_lab.Cloud, monkeypatch: pytest.MonkeyPatch, name: str
):
    """No AWS variable of the computer reaches a session of the lab."""
    for variable, text in ENVIRONMENTS[name].items():
        monkeypatch.setenv(variable, text)

    session = cognito_lab.boto3_session(cloud)

    assert identity(session) == "arn:aws:iam::123456789012:user/administrator"
    assert session.client("s3").meta.region_name == "us-east-1"
    assert len(cloud.trace.exchanges) == 1


def test_nothing_of_the_environment_travels_with_a_request(
    cloud: cognito_lab.Cloud, monkeypatch: pytest.MonkeyPatch
):
    """Inside AWS Lambda boto3 sends a trace id on, which it reads from the environment."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "somebody-elses")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-abc")
    sent: list[str] = []
    client: Any = cognito_lab.boto3_session(cloud).client("sts")
    client.meta.events.register_first(
        "before-send", lambda request, **_: sent.extend(request.headers)
    )

    client.get_caller_identity()

    assert "X-Amz-Date" in sent
    assert "X-Amzn-Trace-Id" not in sent


@pytest.mark.parametrize(
    ("config", "attempts"),
    [
        pytest.param(None, 1, id="one attempt, unless somebody asks for more"),
        pytest.param(
            Config(retries={"mode": "standard", "total_max_attempts": 2}), 2, id="two when asked"
        ),
    ],
)
def test_how_often_a_call_is_made(
    cloud: cognito_lab.Cloud, monkeypatch: pytest.MonkeyPatch, config: Any, attempts: int
):
    """A service that throttles is asked again only by a client with retries of its own."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    made: list[Any] = []
    client: Any = cognito_lab.boto3_session(cloud).client("cognito-idp", config=config)

    def throttle(_: cognito_lab.Cloud, request: HttpRequest) -> HttpResponse:
        made.append(request)
        return HttpResponse(400, {}, b'{"__type": "ThrottlingException"}')

    monkeypatch.setattr("cognito_lab.wire.boto.answer", throttle)
    with pytest.raises(ClientError, match="ThrottlingException"):
        client.list_user_pools(MaxResults=1)

    assert len(made) == attempts


def test_a_config_file_changes_nothing(
    cloud: cognito_lab.Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Profiles, regions and endpoints of the user's files stay where they are."""
    config = tmp_path / "config"
    config.write_text(
        "[default]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\n"
        "aws_access_key_id = AKIAX\naws_secret_access_key = x\ns3 =\n  addressing_style = path\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(config))

    session = cognito_lab.boto3_session(cloud)

    assert identity(session) == "arn:aws:iam::123456789012:user/administrator"
    assert identity(cognito_lab.boto3_session(cloud, role_credentials(cloud))).endswith("/visit")
    assert session.available_profiles == []


def test_other_sessions_of_the_process_are_left_alone(cloud: cognito_lab.Cloud):
    """A session of the user's own knows nothing of the lab: its request leaves for the network."""
    cognito_lab.boto3_session(cloud).client("sts").get_caller_identity()
    own = boto3.Session("AKIAX", "x", region_name="us-east-1").client("sts")
    asked: list[str] = []

    own.meta.events.register_last("before-send.sts", lambda request, **_: asked.append(request.url))
    with pytest.raises(Exception, match=r"(?i)connect|network|refused"):
        own.get_caller_identity()

    assert asked[0] == "https://sts.us-east-1.amazonaws.com/"
    assert len(cloud.trace.exchanges) == 1


def test_two_clouds_do_not_see_each_other(cloud: cognito_lab.Cloud):
    """Pools, buckets and tables of one cloud are not in another, under the same names."""
    other = cognito_lab.new_cloud(seed=8)
    here, there = (cognito_lab.boto3_session(each) for each in (cloud, other))

    for session in (here, there):
        session.client("s3").create_bucket(Bucket="photos")
    here.client("s3").put_object(Bucket="photos", Key="cat", Body=b"miau")
    here.client("cognito-idp").create_user_pool(PoolName="people")

    assert there.client("s3").list_objects_v2(Bucket="photos")["KeyCount"] == 0
    assert there.client("cognito-idp").list_user_pools(MaxResults=9)["UserPools"] == []
    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        cognito_lab.boto3_session(other, here_key(cloud)).client("cognito-idp").list_user_pools(
            MaxResults=1
        )


def test_an_operation_that_the_lab_leaves_out_says_so(cloud: cognito_lab.Cloud):
    """A real AWS operation without a method raises NotSimulated, which is no ClientError."""
    client = cognito_lab.boto3_session(cloud).client("iam")

    with pytest.raises(cognito_lab.NotSimulated, match="iam CreateSAMLProvider"):
        client.create_saml_provider(SAMLMetadataDocument="x" * 1000, Name="idp")

    assert not issubclass(cognito_lab.NotSimulated, ClientError)


@pytest.mark.parametrize(
    ("service", "region", "says"),
    [
        pytest.param("lambda", "us-east-1", "the AWS service 'lambda'", id="another service"),
        pytest.param("ec2", "us-east-1", "the AWS service 'ec2'", id="yet another"),
        pytest.param("cognito-idp", "eu-west-1", "one region, us-east-1", id="another region"),
        pytest.param("s3", "eu-west-1", "one region, us-east-1", id="another region's S3"),
    ],
)
def test_a_service_or_region_that_the_lab_lacks_says_so(
    cloud: cognito_lab.Cloud, service: str, region: str, says: str
):
    """What nobody in the lab answers for is refused by name, and never reaches the network."""
    client = cognito_lab.boto3_session(cloud).client(service, region_name=region)
    first = {
        "lambda": "list_functions",
        "ec2": "describe_regions",
        "s3": "list_buckets",
        "cognito-idp": "list_user_pools",
    }[service]
    arguments = {"MaxResults": 1} if service == "cognito-idp" else {}

    with pytest.raises(cognito_lab.NotSimulated, match=says):
        getattr(client, first)(**arguments)


def test_a_refusal_is_not_tried_again(cloud: cognito_lab.Cloud):
    """Each call is one request, whatever the answer."""
    client = cognito_lab.boto3_session(cloud, role_credentials(cloud)).client("dynamodb")
    mark = cloud.trace.mark()

    with pytest.raises(ClientError) as refused:
        client.list_tables()

    assert refused.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert len(cloud.trace.since(mark)) == 1


def role_credentials(cloud: cognito_lab.Cloud) -> dict[str, Any]:
    """Temporary credentials of a role that may do nothing."""
    admin = cognito_lab.boto3_session(cloud)
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
        '"Principal":{"AWS":"arn:aws:iam::123456789012:root"}}]}'
    )
    role = admin.client("iam").create_role(RoleName="reader", AssumeRolePolicyDocument=trust)
    answer = admin.client("sts").assume_role(RoleArn=role["Role"]["Arn"], RoleSessionName="visit")
    return dict(answer["Credentials"])


def here_key(cloud: cognito_lab.Cloud) -> Mapping[str, str]:
    """The administrator's own key."""
    return cloud.iam.administrator_credentials


def test_a_request_says_nothing_about_this_computer(cloud: cognito_lab.Cloud):
    """Its User-Agent names boto3 and the lab, so that it is the same text everywhere."""
    agents: list[str] = []
    client = cognito_lab.boto3_session(cloud).client("sts")
    client.meta.events.register(
        "before-send", lambda request, **_: agents.append(request.headers["User-Agent"].decode())
    )

    client.get_caller_identity()

    version = boto3.__version__
    assert agents == [f"Boto3/{version} cognito_lab Botocore/{botocore.__version__}"]
