"""From an unknown person to temporary credentials, over real boto3: the lab, moto, and the floor.

    python benchmarks/run.py five_calls

    sign_up → admin_confirm_sign_up → initiate_auth → get_id → get_credentials_for_identity

The lab signs two tokens and verifies one, checks the role's trust and writes the trace. moto signs
two, verifies none, has no roles, and gives everybody the same credentials. The floor is boto3
alone: the same calls, answered by a constant. No honest simulator takes less than *floor +
signatures*.
"""

from __future__ import annotations

from functools import partial

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from measuring import Work, heading, in_turn, rows, verdicts
from worlds import World, answered_by_constants, build, under_moto

import cognito_lab

ROUNDS = 120
LAB, MOTO, FLOOR = "the lab", "moto", "the floor: boto3, answered by a constant"
BARE = "the floor, with a fixed User-Agent as the lab has it"
SIGNATURES = "two RS256 signatures and one verification"


def main() -> None:
    """Print the table."""
    heading("Five calls over boto3", __doc__.split("\n\n")[2] if __doc__ else "")
    lab = build(cognito_lab.boto3_session(cognito_lab.new_cloud(seed=7)), with_roles=True)
    answers = lab.five_calls("somebody")
    floor = answered_by_constants(lab, answers)
    bare = answered_by_constants(lab, answers, user_agent="a text")
    with under_moto() as session:
        try:
            works = {MOTO: _five(build(session, with_roles=False))}
        except ModuleNotFoundError as missing:
            print(f"moto's user pools need {missing.name}: moto is left out\n")
            works = {}
        works |= {LAB: _five(lab), FLOOR: _five(floor), BARE: _five(bare), SIGNATURES: signatures()}
        measured = in_turn(works, rounds=ROUNDS)
    rows(measured)
    middle = {name: times.median for name, times in measured.items()}
    honest = middle[FLOOR] + middle[SIGNATURES]
    lines = [
        ("the lab ÷ the floor", middle[LAB] / middle[FLOOR], 2, "×"),
        ("the lab ÷ (the floor + signatures)", middle[LAB] / honest, 1.3, "×"),
    ]
    if MOTO in middle:
        lines.insert(0, ("the lab ÷ moto", middle[LAB] / middle[MOTO], 0.6, "×"))
    verdicts(lines)


def _five(world: World) -> Work:
    return lambda number: world.five_calls(f"person-{number}")


def signatures(signed: int = 2, verified: int = 1) -> Work:
    """What the cryptography alone costs, with a key of the size that the lab's keys have."""
    key = rsa.generate_private_key(65537, 2048)
    message = b"a token of a thousand bytes or so" * 30
    pkcs1, sha256 = padding.PKCS1v15(), SHA256()
    sign = partial(key.sign, message, pkcs1, sha256)
    verify = partial(key.public_key().verify, sign(), message, pkcs1, sha256)

    def work(_: int) -> None:
        for _ in range(signed):
            sign()
        for _ in range(verified):
            verify()

    return work


if __name__ == "__main__":
    main()
