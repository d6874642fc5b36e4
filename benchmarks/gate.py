"""What the gate adds to reading one S3 object: the lab's GetObject beside plain moto's.

    python benchmarks/run.py gate

Both are real boto3, and moto keeps the object in both. The lab besides verifies the signature and
the session token, decides by the role's policies, and writes the trace; plain moto does none of it.
"""

from __future__ import annotations

import boto3
from measuring import Times, Work, heading, in_turn, row, rows, verdicts
from worlds import build, kept_from_moto, under_moto

import cognito_lab

LAB = "the lab, with temporary credentials"
BUCKET, KEY, BODY = "library", "letter.txt", b"Dear reader, " * 80


def main() -> None:
    """Print the table."""
    heading("One S3 GetObject")
    with under_moto() as session:
        _store(session)
        works = {"plain moto": _read(session), **_lab()}
        measured = in_turn(works, rounds=150, warm_up=10)
    rows(measured)
    both = zip(measured[LAB].ms, measured["plain moto"].ms, strict=True)
    added = Times(tuple(ours - theirs for ours, theirs in both))
    row("what the gate adds, round by round", added)
    verdicts([("the lab − plain moto", added.median, 1, "ms")])


def _lab() -> dict[str, Work]:
    """Reading with the temporary credentials of a Cognito identity, and as the administrator."""
    cloud = cognito_lab.new_cloud(seed=7)
    admin = kept_from_moto(cognito_lab.boto3_session(cloud))
    _store(admin)
    world = build(admin, with_roles=True)
    admin.client("iam").put_role_policy(
        RoleName="member", PolicyName="read", PolicyDocument=_may_read()
    )
    credentials = world.five_calls("anna")[-1]["Credentials"]
    anna = kept_from_moto(cognito_lab.boto3_session(cloud, credentials))
    return {LAB: _read(anna), "the lab, as administrator": _read(admin)}


def _store(session: boto3.Session) -> None:
    s3 = session.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=BODY)


def _read(session: boto3.Session) -> Work:
    s3 = session.client("s3")

    def work(_: int) -> None:
        assert s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read() == BODY

    return work


def _may_read() -> str:
    return (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", '
        f'"Action": "s3:GetObject", "Resource": "arn:aws:s3:::{BUCKET}/*"}}]}}'
    )


if __name__ == "__main__":
    main()
