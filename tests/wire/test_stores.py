"""S3 and DynamoDB: moto keeps things, the gate decides, and nobody sees which is which."""

from __future__ import annotations

import gc
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import requests
import time_machine
from botocore.config import Config
from botocore.exceptions import ClientError
from signed_requests import Target, change, move, signed, temporary_credentials

import cognito_lab
from cognito_lab.wire import moto_backend
from cognito_lab.wire.http import answer
from cognito_lab.wire.message import HttpRequest


@pytest.fixture
def cloud() -> cognito_lab.Cloud:
    """An account with nothing in it."""
    return cognito_lab.new_cloud(seed=7)


def s3_of(cloud: cognito_lab.Cloud, *statements: dict[str, Any], **options: Any) -> Any:
    """S3 for a role that may do what the statements say; for the administrator without any."""
    credentials = None
    if statements:
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        credentials = temporary_credentials(cloud, policy)
    return cognito_lab.boto3_session(cloud, credentials).client("s3", **options)


def allow(action: str | list[str], resource: str = "*", **more: Any) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


AWKWARD_KEYS = [
    pytest.param("plain.txt", id="plain"),
    pytest.param("a b/ü+%20?.txt", id="signs"),
    pytest.param("us-east-1:0000/self", id="an identity id as a folder"),
    pytest.param("a/../b", id="dots"),
    pytest.param("a//b/", id="slashes"),
    pytest.param("日本語.txt", id="beyond Latin"),
]


@pytest.mark.parametrize("key", AWKWARD_KEYS)
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="bucket in the host"),
        pytest.param({"config": Config(s3={"addressing_style": "path"})}, id="bucket in the path"),
        pytest.param({"use_ssl": False}, id="over http, plain body"),
    ],
)
def test_an_object_comes_back_as_it_was(cloud: cognito_lab.Cloud, key: str, options: Any):
    """Whatever its key and however the bucket is addressed, an object's bytes and data return."""
    s3 = s3_of(cloud, **options)
    s3.create_bucket(Bucket="my-photos")
    content = bytes(range(256)) + b"\r\n0\r\n"

    s3.put_object(Bucket="my-photos", Key=key, Body=content, Metadata={"mood": "good"})
    got = s3.get_object(Bucket="my-photos", Key=key)

    assert got["Body"].read() == content
    assert got["Metadata"] == {"mood": "good"}
    assert [o["Key"] for o in s3.list_objects_v2(Bucket="my-photos")["Contents"]] == [key]


def test_an_object_may_hold_the_private_account(cloud: cognito_lab.Cloud):
    """The account number is put right in answers, but never inside an object."""
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    content = b" ".join(str(900_000_000_000 + n).encode() for n in range(2000))

    s3.put_object(Bucket="photos", Key="k", Body=content)

    assert s3.get_object(Bucket="photos", Key="k")["Body"].read() == content


def test_the_account_is_the_labs(cloud: cognito_lab.Cloud):
    """Moto's private account shows nowhere: a table's ARN names 123456789012."""
    table = make_table(cloud)

    described = table.describe_table(TableName="notes")["Table"]

    assert described["TableArn"] == "arn:aws:dynamodb:us-east-1:123456789012:table/notes"


def test_what_is_stored_carries_the_labs_time(cloud: cognito_lab.Cloud):
    """Buckets, objects, tables and their items are as old as the lab says."""
    s3 = s3_of(cloud)
    cloud.clock.advance(days=3)
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="k", Body=b"1")
    tables = make_table(cloud)
    cloud.clock.advance(days=3)

    times = {
        s3.list_buckets()["Buckets"][0]["CreationDate"],
        s3.head_object(Bucket="photos", Key="k")["LastModified"],
        s3.list_objects_v2(Bucket="photos")["Contents"][0]["LastModified"],
        tables.describe_table(TableName="notes")["Table"]["CreationDateTime"],
    }

    assert times == {datetime(2026, 1, 9, 9, 8, 7, tzinfo=UTC)}


def test_the_processs_time_stays_where_it_is(cloud: cognito_lab.Cloud):
    """While something is stored, the rest of the process sees the computer's own time."""
    from moto.core.utils import utcnow

    seen: list[datetime] = []
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    finished = threading.Event()

    def watch() -> None:
        while not finished.is_set():
            seen.append(datetime.now(UTC))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(20):
        s3.put_object(Bucket="photos", Key=str(number), Body=b"1")
    finished.set()
    watcher.join()

    assert seen == sorted(seen)
    assert abs(utcnow().replace(tzinfo=UTC) - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_same_seed_gives_the_same_version_ids():
    """Two clouds of one seed give the same ids, whatever other clouds do in between."""
    found = []
    for seed in (7, 8, 7):
        s3 = s3_of(cognito_lab.new_cloud(seed=seed))
        s3.create_bucket(Bucket="photos")
        s3.put_bucket_versioning(Bucket="photos", VersioningConfiguration={"Status": "Enabled"})
        found.append(s3.put_object(Bucket="photos", Key="k", Body=b"1")["VersionId"])

    assert found[0] == found[2] != found[1]


def test_a_cloud_that_is_gone_leaves_nothing_in_moto():
    """Moto's account of a cloud is emptied with the cloud."""
    from moto.s3.models import s3_backends

    cloud = cognito_lab.new_cloud(seed=7)
    s3_of(cloud).create_bucket(Bucket="photos")
    account = moto_backend._STORES[cloud].account
    assert account in s3_backends

    del cloud
    gc.collect()

    assert account not in s3_backends


def test_a_large_file_goes_up_in_parts_and_threads(cloud: cognito_lab.Cloud):
    """boto3's own transfer manager, with its threads and parts, works unchanged."""
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    content = bytes(range(256)) * (36 * 1024)

    s3.upload_fileobj(BytesIO(content), "photos", "large")
    taken = BytesIO()
    s3.download_fileobj("photos", "large", taken)

    assert taken.getvalue() == content
    assert len(cloud.trace.find("UploadPart")) == 2


def test_clouds_in_threads_keep_apart():
    """Many clouds at once, each in its own thread, each find their own object."""

    def journey(seed: int) -> bytes:
        s3 = s3_of(cognito_lab.new_cloud(seed=seed))
        s3.create_bucket(Bucket="photos")
        for turn in range(5):
            s3.put_object(Bucket="photos", Key="k", Body=f"{seed} {turn}".encode())
        content: bytes = s3.get_object(Bucket="photos", Key="k")["Body"].read()
        return content

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(journey, range(8))) == [f"{n} 4".encode() for n in range(8)]


def test_wishes_to_moto_are_not_passed_on(cloud: cognito_lab.Cloud):
    """A client cannot choose moto's account by a header of moto's own."""
    other = cognito_lab.new_cloud(seed=8)
    s3_of(other).create_bucket(Bucket="secrets")
    account = moto_backend._STORES[other].account
    s3 = s3_of(cloud)
    s3.meta.events.register(
        "before-sign.s3",
        lambda request, **_: request.headers.add_header("x-moto-account-id", account),
    )

    assert s3.list_buckets()["Buckets"] == []


def test_a_changed_body_is_caught_by_its_checksum(cloud: cognito_lab.Cloud):
    """Over https S3's signature leaves the body out; the checksum behind it does not."""
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    caught: list[HttpRequest] = []
    s3.meta.events.register_first("before-send.s3.PutObject", lambda request, **_: keep(request))

    def keep(request: Any) -> None:
        body = request.body.read()
        caught.append(HttpRequest("PUT", request.url, dict(text_headers(request)), body))
        request.body.seek(0)

    s3.put_object(Bucket="photos", Key="k", Body=b"ten euros")
    (sent,) = caught
    assert sent.header("x-amz-content-sha256") == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    forged = HttpRequest("PUT", sent.url, sent.headers, sent.body.replace(b"ten", b"100"))

    response = answer(cloud, forged)

    assert (response.status, b"<Code>BadDigest</Code>" in response.body) == (400, True)
    assert s3.get_object(Bucket="photos", Key="k")["Body"].read() == b"ten euros"


def text_headers(request: Any) -> list[tuple[str, str]]:
    """Botocore's headers, some of which are bytes."""
    return [
        (name, text.decode() if isinstance(text, bytes) else text)
        for name, text in request.headers.items()
    ]


@pytest.mark.parametrize(
    ("statement", "call", "allowed"),
    [
        pytest.param(
            allow("s3:GetObject", "arn:aws:s3:::photos/mine/*"),
            lambda s3: s3.get_object(Bucket="photos", Key="mine/1"),
            True,
            id="read below a prefix",
        ),
        pytest.param(
            allow("s3:GetObject", "arn:aws:s3:::photos/mine/*"),
            lambda s3: s3.get_object(Bucket="photos", Key="yours/1"),
            False,
            id="read elsewhere",
        ),
        pytest.param(
            allow("s3:GetObject", "arn:aws:s3:::photos/mine/*"),
            lambda s3: s3.head_object(Bucket="photos", Key="mine/1"),
            True,
            id="HeadObject asks for GetObject",
        ),
        pytest.param(
            allow("s3:*Object", "arn:aws:s3:::photos/*"),
            lambda s3: s3.get_object(Bucket="photos", Key="mine/1", VersionId="null"),
            False,
            id="a version asks for GetObjectVersion",
        ),
        pytest.param(
            allow("s3:ListBucket", Condition={"StringLike": {"s3:prefix": "mine/*"}}),
            lambda s3: s3.list_objects_v2(Bucket="photos", Prefix="mine/"),
            True,
            id="list with the prefix that the policy wants",
        ),
        pytest.param(
            allow("s3:ListBucket", Condition={"StringLike": {"s3:prefix": "mine/*"}}),
            lambda s3: s3.list_objects_v2(Bucket="photos"),
            False,
            id="list without it",
        ),
        pytest.param(
            allow("s3:ListBucket"), lambda s3: s3.list_buckets(), False, id="listing is not listing"
        ),
        pytest.param(
            allow("s3:PutObject", "arn:aws:s3:::photos/*"),
            lambda s3: s3.copy_object(Bucket="photos", Key="c", CopySource="photos/mine/1"),
            False,
            id="a copy reads its source",
        ),
        pytest.param(
            allow(["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::photos/*"),
            lambda s3: s3.copy_object(Bucket="photos", Key="c", CopySource="photos/mine/1"),
            True,
            id="and writes its target",
        ),
        pytest.param(
            allow("s3:PutObject", "arn:aws:s3:::photos/*"),
            lambda s3: s3.put_object(Bucket="photos", Key="k", Body=b"1", Tagging="a=b"),
            False,
            id="a tag on the way in asks for PutObjectTagging",
        ),
        pytest.param(
            allow("s3:*", Condition={"Bool": {"aws:SecureTransport": "true"}}),
            lambda s3: s3.get_object(Bucket="photos", Key="mine/1"),
            True,
            id="over https",
        ),
        pytest.param(
            allow("s3:*", Condition={"DateLessThan": {"aws:CurrentTime": "2026-01-06T00:00:00Z"}}),
            lambda s3: s3.get_object(Bucket="photos", Key="mine/1"),
            False,
            id="the lab's date counts",
        ),
    ],
)
def test_policies_decide_about_s3(
    cloud: cognito_lab.Cloud, statement: dict[str, Any], call: Any, allowed: bool
):
    """An S3 request is decided by the action, ARN and condition keys that AWS documents."""
    admin = s3_of(cloud)
    admin.create_bucket(Bucket="photos")
    for key in ("mine/1", "yours/1"):
        admin.put_object(Bucket="photos", Key=key, Body=b"1")
    client = s3_of(cloud, statement)

    if allowed:
        call(client)
    else:
        with pytest.raises(ClientError, match=r"AccessDenied|403"):
            call(client)


@pytest.mark.parametrize("quiet", [False, True], ids=["with everything", "quietly"])
def test_deleting_many_deletes_what_it_may_and_names_the_rest(
    cloud: cognito_lab.Cloud, quiet: bool
):
    """Each object is decided by itself: what is refused comes back as an error of its own."""
    admin = s3_of(cloud)
    admin.create_bucket(Bucket="photos")
    for key in ("mine/1", "mine/<2> & ü", "yours/1"):
        admin.put_object(Bucket="photos", Key=key, Body=b"1")
    client = s3_of(cloud, allow("s3:DeleteObject", "arn:aws:s3:::photos/mine/*"))
    doomed = [{"Key": key} for key in ("mine/1", "yours/1", "mine/<2> & ü")]

    answered = client.delete_objects(Bucket="photos", Delete={"Objects": doomed, "Quiet": quiet})

    assert answered["Errors"] == [
        {"Key": "yours/1", "Code": "AccessDenied", "Message": "Access Denied"}
    ]
    deleted = {one["Key"] for one in answered.get("Deleted", [])}
    assert deleted == (set() if quiet else {"mine/1", "mine/<2> & ü"})
    left = admin.list_objects_v2(Bucket="photos")["Contents"]
    assert [one["Key"] for one in left] == ["yours/1"]
    note = cloud.trace.find("DeleteObjects")[-1].notes[1]
    assert "may not do s3:DeleteObject on arn:aws:s3:::photos/yours/1" in note


def test_deleting_many_without_any_permission_deletes_nothing(cloud: cognito_lab.Cloud):
    """All are refused one by one; the answer as a whole is 200, for a stranger too."""
    admin = s3_of(cloud)
    admin.create_bucket(Bucket="photos")
    admin.put_object(Bucket="photos", Key="a", Body=b"1")
    delete = {"Objects": [{"Key": "a"}, {"Key": "b", "VersionId": "null"}]}

    answered = s3_of(cloud, allow("s3:GetObject")).delete_objects(Bucket="photos", Delete=delete)

    assert [(one["Key"], one["Code"]) for one in answered["Errors"]] == [
        ("a", "AccessDenied"),
        ("b", "AccessDenied"),
    ]
    assert answered["Errors"][1]["VersionId"] == "null"
    assert admin.get_object(Bucket="photos", Key="a")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<Delete></Delete>", id="no object"),
        pytest.param(b"<Delete><Object></Object></Delete>", id="an object without a key"),
        pytest.param(b"<Delete><Object>", id="no XML"),
        pytest.param(
            b"<Delete>" + b"<Object><Key>a</Key></Object>" * 1001 + b"</Delete>", id="1001 objects"
        ),
    ],
)
def test_a_delete_document_that_is_none_is_refused(cloud: cognito_lab.Cloud, body: bytes):
    """MalformedXML, and nothing is deleted."""
    s3_of(cloud).create_bucket(Bucket="photos")
    auth = cognito_lab.sigv4(cloud.iam.administrator_credentials, service="s3")

    response = cognito_lab.http_session(cloud).post(
        "https://photos.s3.amazonaws.com/?delete", data=body, auth=auth
    )

    assert (response.status_code, b"<Code>MalformedXML</Code>" in response.content) == (400, True)


def test_a_missing_object_is_hidden_from_who_may_not_list(cloud: cognito_lab.Cloud):
    """Without s3:ListBucket a missing object is 403, with it 404."""
    s3_of(cloud).create_bucket(Bucket="photos")
    blind = s3_of(cloud, allow("s3:GetObject"))
    seeing = s3_of(cloud, allow(["s3:GetObject", "s3:ListBucket"]))

    with pytest.raises(ClientError, match="AccessDenied"):
        blind.get_object(Bucket="photos", Key="nothing")
    with pytest.raises(ClientError, match="NoSuchKey"):
        seeing.get_object(Bucket="photos", Key="nothing")


def test_a_denied_head_has_no_reason(cloud: cognito_lab.Cloud):
    """The answer to HEAD has no body, so boto3 can only say 403 Forbidden."""
    s3_of(cloud).create_bucket(Bucket="photos")

    with pytest.raises(ClientError) as refused:
        s3_of(cloud, allow("s3:ListBucket")).head_object(Bucket="photos", Key="k")

    assert refused.value.response["Error"] == {"Code": "403", "Message": "Forbidden"}
    assert "s3:GetObject" in str(cloud.trace.exchanges[-1].error)


@pytest.mark.parametrize(
    ("effect", "principal", "outcome"),
    [
        pytest.param("Allow", "*", "public", id="for everybody"),
        pytest.param("Allow", {"AWS": "123456789012"}, "identity too", id="for the account"),
        pytest.param("Deny", "*", "closed", id="denied to everybody"),
    ],
)
def test_a_buckets_own_policy_has_a_say(
    cloud: cognito_lab.Cloud, effect: str, principal: Any, outcome: str
):
    """A bucket policy lets in who has no policy and no signature, and keeps out who has one."""
    admin = s3_of(cloud)
    admin.create_bucket(Bucket="photos")
    admin.put_object(Bucket="photos", Key="k", Body=b"1")
    statement = {
        "Effect": effect,
        "Principal": principal,
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::photos/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    admin.put_bucket_policy(Bucket="photos", Policy=policy)
    http = cognito_lab.http_session(cloud)

    statuses = {
        "nobody": http.get("https://photos.s3.amazonaws.com/k").status_code,
        "a role without policies": status(s3_of(cloud, allow("sqs:*"))),
        "a role with them": status(s3_of(cloud, allow("s3:*"))),
    }

    expected = {"public": [200, 200, 200], "identity too": [403, 403, 200], "closed": [403] * 3}
    assert list(statuses.values()) == expected[outcome]
    assert admin.get_bucket_policy(Bucket="photos")["Policy"] == policy


def status(s3: Any) -> int:
    """What GetObject answers."""
    try:
        return int(s3.get_object(Bucket="photos", Key="k")["ResponseMetadata"]["HTTPStatusCode"])
    except ClientError as refused:
        return int(refused.response["ResponseMetadata"]["HTTPStatusCode"])


def test_a_malformed_bucket_policy_is_refused(cloud: cognito_lab.Cloud):
    """A text that is no policy is not kept."""
    admin = s3_of(cloud)
    admin.create_bucket(Bucket="photos")

    with pytest.raises(ClientError, match="MalformedPolicy"):
        admin.put_bucket_policy(Bucket="photos", Policy='{"Statement": 5}')
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        admin.get_bucket_policy(Bucket="photos")


# --- what is decided is what is carried out -------------------------------------------------------


@pytest.mark.parametrize(
    "disguise",
    [
        pytest.param(
            {"url": "https://s3.amazonaws.com/mine?policy=x"}, id="a value for the policy"
        ),
        pytest.param({"url": "https://s3.amazonaws.com/mine?acl=1&policy"}, id="two sub-resources"),
        pytest.param({"url": "https://s3.amazonaws.com/%73ecrets/k"}, id="an escaped bucket"),
        pytest.param({"url": "https://s3.amazonaws.com//secrets/k"}, id="two slashes"),
        pytest.param({"url": "https://s3.amazonaws.com/mine/../secrets/k"}, id="a step up"),
        pytest.param({"url": "https://s3.amazonaws.com/mine%2F..%2Fsecrets/k"}, id="escaped steps"),
        pytest.param({"host": "secrets.s3.amazonaws.com"}, id="another host in a header"),
        pytest.param({"copy": "/secrets/k#/mine/k"}, id="a copy whose source has a fragment"),
        pytest.param({"copy": "https://x/secrets/k"}, id="a copy from a URL"),
        pytest.param({"copy": "//mine/secrets/../../secrets/k"}, id="a copy from a step up"),
        pytest.param({"copy": "/%73ecrets/k"}, id="a copy from an escaped bucket"),
        pytest.param({"copy": "/mine/k;/secrets/k"}, id="a copy with parameters in the path"),
    ],
)
def test_no_disguise_reaches_another_bucket(cloud: cognito_lab.Cloud, disguise: dict[str, str]):
    """Whoever may use one bucket gets at no other, however the request is spelled."""
    admin = s3_of(cloud)
    for bucket in ("mine", "secrets"):
        admin.create_bucket(Bucket=bucket)
    admin.put_object(Bucket="mine", Key="k", Body=b"mine")
    admin.put_object(Bucket="secrets", Key="k", Body=b"secret")
    admin.put_bucket_policy(Bucket="mine", Policy=bucket_policy("mine"))
    denied = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::secrets*"}
    reads = allow(["s3:GetObject", "s3:PutObject", "s3:ListBucket"])
    policy = json.dumps({"Version": "2012-10-17", "Statement": [reads, denied]})
    url = disguise.get("url", "https://s3.amazonaws.com/mine/copy")
    headers = {"x-amz-copy-source": disguise["copy"]} if "copy" in disguise else {}
    target = Target("s3", HttpRequest("PUT" if headers else "GET", url, headers), print)
    request = signed(target, temporary_credentials(cloud, policy))
    if "host" in disguise:
        request = change(request, host=disguise["host"])

    response = answer(cloud, request)

    copied = admin.list_objects_v2(Bucket="mine", Prefix="copy")["KeyCount"]
    taken = admin.get_object(Bucket="mine", Key="copy")["Body"].read() if copied else b""
    assert b"secret" not in taken
    assert response.body != b"secret"
    assert b"Principal" not in response.body


def bucket_policy(bucket: str) -> str:
    """A policy that lets the account read a bucket."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "123456789012"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_signature_for_one_bucket_does_not_open_another(cloud: cognito_lab.Cloud):
    """A request signed for one host is refused at another, whatever its Host header says."""
    admin = s3_of(cloud)
    for bucket in ("mine", "secrets"):
        admin.create_bucket(Bucket=bucket)
        admin.put_object(Bucket=bucket, Key="k", Body=bucket.encode())
    target = Target("s3", HttpRequest("GET", "https://mine.s3.amazonaws.com/k"), print)
    request = signed(target, temporary_credentials(cloud))
    assert answer(cloud, request).body == b"mine"

    moved = move(request, netloc="secrets.s3.amazonaws.com")

    for attempt in (moved, change(moved, host="mine.s3.amazonaws.com")):
        assert answer(cloud, attempt).status == 403


# --- presigned URLs -------------------------------------------------------------------------------


def presigned(cloud: cognito_lab.Cloud, seconds: int = 60, **options: Any) -> str:
    """A link to an object that holds ``hello``."""
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="a b/ü.txt", Body=b"hello")
    credentials = options.get("credentials")
    client = cognito_lab.boto3_session(cloud, credentials).client("s3")
    url: str = client.generate_presigned_url(
        "get_object", Params={"Bucket": "photos", "Key": "a b/ü.txt"}, ExpiresIn=seconds
    )
    return url


def test_a_presigned_link_opens_without_credentials(cloud: cognito_lab.Cloud):
    """A link is a SigV4 signature in a query, and anybody who holds it may use it."""
    url = presigned(cloud)

    response = cognito_lab.http_session(cloud).get(url)

    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in url
    assert (response.status_code, response.content) == (200, b"hello")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("X-Amz-Expires=60", "X-Amz-Expires=6000", id="a longer life"),
        pytest.param("X-Amz-Expires=60", "X-Amz-Expires=soon", id="a life in words"),
        pytest.param("photos.s3", "papers.s3", id="another bucket"),
        pytest.param("a%20b/%C3%BC.txt", "b.txt", id="another key"),
        pytest.param("us-east-1%2Fs3", "us-east-1%2Fsts", id="another service"),
        pytest.param("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=", id="no signed header"),
        pytest.param("X-Amz-Signature=", "X-Amz-Signature=0", id="another signature"),
        pytest.param("&X-Amz-Signature=", "&x=", id="no signature"),
        pytest.param("X-Amz-Date=2", "X-Amz-Date=3", id="another date"),
        pytest.param("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1", id="another algorithm"),
    ],
)
def test_a_changed_link_opens_nothing(cloud: cognito_lab.Cloud, old: str, new: str):
    """Whatever is changed in a link, it is refused."""
    url = presigned(cloud)
    assert old in url

    response = cognito_lab.http_session(cloud).get(url.replace(old, new))

    assert response.status_code in (400, 403)
    assert b"hello" not in response.content


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("=60&", "=604801&", "AuthorizationQueryParametersError", id="too long a life"),
        pytest.param("=60&", "=-1&", "AuthorizationQueryParametersError", id="a life below zero"),
        pytest.param("&X-Amz-Date=", "&x=", "AuthorizationQueryParametersError", id="no date"),
        pytest.param("Credential=AKIA", "Credential=AKIX", "InvalidAccessKeyId", id="no such key"),
        pytest.param("us-east-1", "eu-west-1", "AuthorizationHeaderMalformed", id="other region"),
    ],
)
def test_a_link_that_is_wrong_says_how(cloud: cognito_lab.Cloud, old: str, new: str, code: str):
    """S3 tells a garbled link from a wrong one."""
    url = presigned(cloud)
    assert old in url

    response = cognito_lab.http_session(cloud).get(url.replace(old, new))

    assert f"<Code>{code}</Code>" in response.text


def test_s3_takes_a_signed_plain_request(cloud: cognito_lab.Cloud):
    """`sigv4(…, service="s3")` signs by S3's own rules: the path as it is, its hash beside."""
    s3_of(cloud).create_bucket(Bucket="photos")
    auth = cognito_lab.sigv4(temporary_credentials(cloud), service="s3")
    http = cognito_lab.http_session(cloud)
    url = "https://photos.s3.amazonaws.com/a%20b/us-east-1%3A1.txt"

    stored = http.put(url, data=b"hello", headers={"x-amz-meta-mood": "good"}, auth=auth)
    got = http.get(url, auth=auth)

    assert (stored.status_code, got.content) == (200, b"hello")
    assert got.headers["x-amz-meta-mood"] == "good"


def test_a_link_ends_by_the_processs_clock(cloud: cognito_lab.Cloud):
    """A link is good for as long as it says, and not a moment longer."""
    url = presigned(cloud, seconds=900)
    http = cognito_lab.http_session(cloud)

    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=890), tick=False):
        assert http.get(url).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=910), tick=False):
        late = http.get(url)

    assert late.status_code == 403
    assert b"Request has expired" in late.content


def test_a_link_ends_with_the_credentials_that_made_it(cloud: cognito_lab.Cloud):
    """A link made with temporary credentials dies with them."""
    url = presigned(cloud, seconds=7200, credentials=temporary_credentials(cloud))
    http = cognito_lab.http_session(cloud)
    assert http.get(url).status_code == 200

    cloud.clock.advance(minutes=61)

    assert b"ExpiredToken" in http.get(url).content


def test_a_link_can_do_no_more_than_its_maker(cloud: cognito_lab.Cloud):
    """Presigning asks nobody; opening the link asks the maker's policies."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow("s3:PutObject")]})
    url = presigned(cloud, credentials=temporary_credentials(cloud, policy))

    assert cognito_lab.http_session(cloud).get(url).status_code == 403


def test_an_upload_link_takes_an_upload(cloud: cognito_lab.Cloud):
    """A presigned PUT stores what is sent to it, by any HTTP client."""
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "photos", "Key": "k"})

    response = cognito_lab.http_session(cloud).put(url, data=b"sent")

    assert response.status_code == 200
    assert s3.get_object(Bucket="photos", Key="k")["Body"].read() == b"sent"


@pytest.mark.parametrize(
    ("verb", "url", "code"),
    [
        pytest.param("GET", "?policy&acl", "InvalidArgument", id="two sub-resources"),
        pytest.param("GET", "?prefix=a&prefix=b", "InvalidArgument", id="a parameter twice"),
        pytest.param("GET", "k?policy", "MethodNotAllowed", id="a sub-resource of another level"),
        pytest.param("POST", "", "MethodNotAllowed", id="a form upload"),
        pytest.param("PATCH", "k", "MethodNotAllowed", id="a verb that S3 lacks"),
    ],
)
def test_what_s3_does_not_know_is_refused(cloud: cognito_lab.Cloud, verb: str, url: str, code: str):
    """A request that is no operation, or two at once, never reaches the store."""
    http = cognito_lab.http_session(cloud)

    response: requests.Response = http.request(verb, f"https://photos.s3.amazonaws.com/{url}")

    assert f"<Code>{code}</Code>" in response.text


# --- DynamoDB -------------------------------------------------------------------------------------


def make_table(cloud: cognito_lab.Cloud) -> Any:
    """A table of notes, by owner and number; the administrator's client."""
    client = cognito_lab.boto3_session(cloud).client("dynamodb")
    client.create_table(
        TableName="notes",
        KeySchema=[
            {"AttributeName": "owner", "KeyType": "HASH"},
            {"AttributeName": "n", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "owner", "AttributeType": "S"},
            {"AttributeName": "n", "AttributeType": "N"},
            {"AttributeName": "topic", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-topic",
                "KeySchema": [{"AttributeName": "topic", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for owner in ("jdoe", "uma"):
        client.put_item(TableName="notes", Item=note(owner))
    return client


def note(owner: str) -> dict[str, Any]:
    """An item of the table."""
    return {"owner": {"S": owner}, "n": {"N": "1"}, "topic": {"S": "cats"}, "text": {"S": "…"}}


def key(owner: str) -> dict[str, Any]:
    """The key of an owner's first note."""
    return {"owner": {"S": owner}, "n": {"N": "1"}}


OWN_NOTES = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["jdoe"]}}
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/notes"


@pytest.mark.parametrize(
    ("call", "allowed"),
    [
        pytest.param(lambda d: d.get_item(TableName="notes", Key=key("jdoe")), True, id="own item"),
        pytest.param(
            lambda d: d.get_item(TableName="notes", Key=key("uma")), False, id="another's item"
        ),
        pytest.param(
            lambda d: d.put_item(TableName="notes", Item=note("uma")), False, id="write as another"
        ),
        pytest.param(lambda d: d.delete_item(TableName=TABLE, Key=key("uma")), False, id="by ARN"),
        pytest.param(
            lambda d: d.query(
                TableName="notes",
                KeyConditionExpression="#o = :o",
                ExpressionAttributeNames={"#o": "owner"},
                ExpressionAttributeValues={":o": {"S": "jdoe"}},
            ),
            True,
            id="own items by query",
        ),
        pytest.param(
            lambda d: d.query(
                TableName="notes",
                KeyConditionExpression="#o = :o AND n > :n",
                ExpressionAttributeNames={"#o": "owner"},
                ExpressionAttributeValues={":o": {"S": "uma"}, ":n": {"N": "0"}},
            ),
            False,
            id="another's items by query",
        ),
        pytest.param(
            lambda d: d.query(
                TableName="notes",
                KeyConditions={
                    "owner": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "uma"}]}
                },
            ),
            False,
            id="another's items the old way",
        ),
        pytest.param(
            lambda d: d.batch_get_item(RequestItems={"notes": {"Keys": [key("jdoe"), key("uma")]}}),
            False,
            id="one of two in a batch",
        ),
        pytest.param(
            lambda d: d.batch_write_item(
                RequestItems={"notes": [{"PutRequest": {"Item": note("uma")}}]}
            ),
            False,
            id="a write in a batch",
        ),
        pytest.param(
            lambda d: d.transact_write_items(
                TransactItems=[{"Put": {"TableName": "notes", "Item": note("uma")}}]
            ),
            False,
            id="a write in a transaction",
        ),
        pytest.param(lambda d: d.list_tables(), False, id="listing needs another resource"),
    ],
)
def test_leading_keys_keep_everyone_to_their_own_items(
    cloud: cognito_lab.Cloud, call: Any, allowed: bool
):
    """A policy on dynamodb:LeadingKeys lets a caller at its own items, by whichever operation."""
    make_table(cloud)
    statement = allow("dynamodb:*", TABLE, Condition=OWN_NOTES)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client = cognito_lab.boto3_session(cloud, temporary_credentials(cloud, policy)).client(
        "dynamodb"
    )

    if allowed:
        call(client)
    else:
        with pytest.raises(ClientError, match="AccessDeniedException"):
            call(client)


def test_an_index_is_a_resource_of_its_own(cloud: cognito_lab.Cloud):
    """A query on an index is decided on the index's ARN, with the index's partition key."""
    make_table(cloud)
    by_topic = {
        "TableName": "notes",
        "IndexName": "by-topic",
        "KeyConditionExpression": "topic = :t",
        "ExpressionAttributeValues": {":t": {"S": "cats"}},
    }
    cats = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["cats"]}}

    def query(resource: str) -> int:
        statement = allow("dynamodb:Query", resource, Condition=cats)
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        credentials = temporary_credentials(cloud, policy)
        client = cognito_lab.boto3_session(cloud, credentials).client("dynamodb")
        return int(client.query(**by_topic)["Count"])

    assert query(f"{TABLE}/index/by-topic") == 2
    with pytest.raises(ClientError, match="table/notes/index/by-topic because"):
        query(TABLE)


def test_attributes_are_a_condition_key(cloud: cognito_lab.Cloud):
    """dynamodb:Attributes holds what a request names, through placeholders too."""
    make_table(cloud)
    visible = {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["owner", "n", "topic"]},
        "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
    }
    statement = allow("dynamodb:GetItem", TABLE, Condition=visible)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client = cognito_lab.boto3_session(cloud, temporary_credentials(cloud, policy)).client(
        "dynamodb"
    )

    seen = client.get_item(TableName="notes", Key=key("uma"), ProjectionExpression="topic, n")
    assert seen["Item"] == {"topic": {"S": "cats"}, "n": {"N": "1"}}
    with pytest.raises(ClientError, match="AccessDenied"):
        client.get_item(
            TableName="notes",
            Key=key("uma"),
            ProjectionExpression="#t",
            ExpressionAttributeNames={"#t": "text"},
        )


def test_partiql_is_not_simulated(cloud: cognito_lab.Cloud):
    """A statement in PartiQL says that the lab has none, rather than passing the gate unread."""
    client = make_table(cloud)

    with pytest.raises(cognito_lab.NotSimulated, match="PartiQL"):
        client.execute_statement(Statement='SELECT * FROM "notes"')


def test_the_trace_shows_what_was_asked_and_answered(cloud: cognito_lab.Cloud):
    """A request to a store stands in the trace as boto3 names it, with the answer."""
    client = make_table(cloud)
    s3 = s3_of(cloud)
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="k", Body=b"hello")

    client.get_item(TableName="notes", Key=key("uma"))
    s3.get_object(Bucket="photos", Key="k")

    got_item, got_object = cloud.trace.exchanges[-2:]
    assert (got_item.receiver, got_item.action) == ("DynamoDB", "GetItem")
    assert got_item.request == {"TableName": "notes", "Key": key("uma")}
    assert got_item.answer == {"Item": note("uma")}
    assert (got_object.receiver, got_object.action) == ("S3", "GetObject")
    assert (got_object.request["Bucket"], got_object.request["Key"]) == ("photos", "k")
    assert got_object.answer == {"Body": b"hello"}


def test_an_error_of_the_store_is_in_the_trace(cloud: cognito_lab.Cloud):
    """What moto refuses is recorded as AWS's error."""
    client = make_table(cloud)

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_item(TableName="nothing", Key=key("uma"))
    with pytest.raises(ClientError, match="NoSuchBucket"):
        s3_of(cloud).list_objects_v2(Bucket="nothing")

    codes = [exchange.error.code for exchange in cloud.trace.exchanges[-2:]]
    assert codes == ["ResourceNotFoundException", "NoSuchBucket"]
