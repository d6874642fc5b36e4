"""How long a sign-in takes over boto3: by password, by SRP, among many users.

    python benchmarks/run.py sign_in

A password sign-in signs two tokens: it is held against two RS256 signatures and one boto3 call that
a constant answers. SRP is held against the modular powers that both of its sides have to compute.
"""

from __future__ import annotations

import secrets
import tracemalloc
from datetime import UTC, datetime
from typing import Any

from five_calls import signatures
from measuring import Work, heading, in_turn, rows, verdicts
from worlds import PASSWORD, World, answered_by_constants, build

import cognito_lab
from cognito_lab.app import SrpProof
from cognito_lab.primitives.srp import G, N

FEW, MANY, WEIGHED = 100, 100_000, 4_000
PAGE = 60


def main() -> None:
    """Print the tables."""
    cloud = cognito_lab.new_cloud(seed=7)
    world = build(cognito_lab.boto3_session(cloud), with_roles=True)
    floor = answered_by_constants(world, world.five_calls("anna"))
    _one_user(world, floor)
    _many_users()


def _one_user(world: World, floor: World) -> None:
    heading("One sign-in over boto3")
    measured = in_turn(
        {
            "by password": lambda _: world.sign_in("anna"),
            "one boto3 call, answered by a constant": lambda _: floor.sign_in("anna"),
            "two RS256 signatures": signatures(verified=0),
            "by SRP, the app's side included": lambda _: _srp(world, "anna"),
            "the six modular powers of SRP": _powers(),
        },
        rounds=80,
    )
    rows(measured)
    password, call, signing, srp, powers = (times.median for times in measured.values())
    bound = 2 * (signing + call)
    verdicts(
        [
            ("by password ÷ (two signatures + one call)", password / (signing + call), 2, "×"),
            ("by SRP ÷ (its powers + twice that)", srp / (powers + bound), 1, "×"),
        ]
    )


def _srp(world: World, name: str) -> Any:
    proof = SrpProof(world.user_pool_id, PASSWORD)
    challenge = world.idp.initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": name, "SRP_A": proof.srp_a},
    )
    return world.idp.respond_to_auth_challenge(
        ClientId=world.client_id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=proof.answer(challenge["ChallengeParameters"], datetime.now(UTC)),
    )["AuthenticationResult"]


def _powers() -> Work:
    """g^a, g^x and (B − k·g^x)^(a + u·x) for the app; g^b, v^u and (A·v^u)^b for the pool."""
    a, b, x, u = (secrets.randbits(256) for _ in range(4))
    big = [secrets.randbelow(N) for _ in range(3)]

    def work(_: int) -> None:
        for exponent in (a, x, b):
            pow(G, exponent, N)
        pow(big[0], a + u * x, N)
        pow(big[1], u, N)
        pow(big[2], b, N)

    return work


def _many_users() -> None:
    heading(f"{FEW:,} users beside {MANY:,}")
    few, many = _pool_of(FEW), _pool_of(MANY)
    middle = _token_in_the_middle(many)
    measured = in_turn(
        {
            f"sign in by password among {FEW:,}": lambda _: few.sign_in("user-50"),
            f"sign in by password among {MANY:,}": lambda _: many.sign_in(f"user-{MANY // 2}"),
            f"ListUsers: the first {PAGE} of {FEW:,}": lambda _: _page(few),
            f"ListUsers: {PAGE} in the middle of {MANY:,}": lambda _: _page(many, middle),
        },
        rounds=80,
    )
    rows(measured)
    among_few, among_many, page_few, page_many = (times.median for times in measured.values())
    verdicts(
        [
            ("sign-in, many ÷ few", among_many / among_few, 1.2, "×"),
            ("ListUsers, many ÷ few", page_many / page_few, 1.2, "×"),
            ("memory of one user", _bytes_of_a_user() / 1000, 3, "kB"),
        ]
    )


def _pool_of(users: int) -> World:
    """A world whose user pool has so many users, made by the service itself."""
    cloud = cognito_lab.new_cloud(seed=7, trace_limit=10)
    world = build(cognito_lab.boto3_session(cloud), with_roles=True)
    _fill(cloud, world, users)
    return world


def _fill(cloud: cognito_lab.Cloud, world: World, users: int) -> None:
    for number in range(users):
        name = f"user-{number}"
        cloud.cognito_idp.sign_up(
            client_id=world.client_id,
            username=name,
            password=PASSWORD,
            user_attributes=[{"Name": "email", "Value": f"{name}@example.com"}],
        )
        cloud.cognito_idp.admin_confirm_sign_up(user_pool_id=world.user_pool_id, username=name)


def _page(world: World, token: str | None = None) -> Any:
    more = {"PaginationToken": token} if token else {}
    page = world.idp.list_users(UserPoolId=world.user_pool_id, Limit=PAGE, **more)
    assert len(page["Users"]) == PAGE
    return page


def _token_in_the_middle(world: World) -> str | None:
    token: str | None = None
    for _ in range(MANY // PAGE // 2):
        token = _page(world, token)["PaginationToken"]
    return token


def _bytes_of_a_user() -> float:
    cloud = cognito_lab.new_cloud(seed=7, trace_limit=1)
    world = build(cognito_lab.boto3_session(cloud), with_roles=True)
    tracemalloc.start()
    _fill(cloud, world, WEIGHED)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return grown / WEIGHED


if __name__ == "__main__":
    main()
