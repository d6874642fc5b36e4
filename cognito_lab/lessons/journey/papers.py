"""What everybody holds after signing in and visiting the counter: tokens and credentials.

Each person does what part 1 of the notebook does for jdoe, with the same boto3 calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from markupsafe import Markup

from cognito_lab.lessons.journey.world import World
from cognito_lab.primitives.jose import parse
from cognito_lab.widgets import html
from cognito_lab.widgets.doors import Visitor
from cognito_lab.wire.boto import boto3_session

GOOGLE_EMAIL = {"gina": "gina@example.com"}
GOOGLE_PROVIDER = "accounts.google.com"


@dataclass(frozen=True)
class Paper:
    """One person's documents. What is missing is None.

    Attributes:
        who: The person.
        id_token: The passport.
        identity_id: The name under which the identity pool knows the person.
        credentials: The boarding pass, as GetCredentialsForIdentity gave it.
        refusal: AWS's words, when the counter refused.
        reason: The lab's reason for the refusal.
    """

    who: str
    id_token: str | None = field(default=None, repr=False)
    identity_id: str | None = None
    credentials: Mapping[str, Any] | None = field(default=None, repr=False)
    refusal: str = ""
    reason: str = ""


class Papers(Mapping[str, Paper]):
    """Everybody's documents, by name."""

    def __init__(self, papers: list[Paper]) -> None:
        self._papers = {paper.who: paper for paper in papers}

    def __getitem__(self, who: str) -> Paper:
        return self._papers[who]

    def __iter__(self) -> Iterator[str]:
        return iter(self._papers)

    def __len__(self) -> int:
        return len(self._papers)

    def id_token(self, who: str) -> str:
        """The person's ID token.

        Raises:
            LookupError: The person has none.
        """
        token = self._papers[who].id_token if who in self._papers else None
        if token is None:
            raise LookupError(f"{who} holds no ID token")
        return token

    @property
    def visitors(self) -> list[Visitor]:
        """Everybody who can go to a door, with each document that they hold."""
        return [visitor for paper in self._papers.values() for visitor in _visitors(paper)]

    def __repr__(self) -> str:
        return "\n".join(_line(paper) for paper in self._papers.values())

    def _repr_html_(self) -> str:
        rows = [
            (
                paper.who,
                html.verdict(paper.id_token is not None, "ID token" if paper.id_token else "none"),
                html.mono(paper.identity_id) if paper.identity_id else _refused(paper),
                html.verdict(
                    paper.credentials is not None, "credentials" if paper.credentials else "none"
                ),
            )
            for paper in self._papers.values()
        ]
        head = ("who", "passport", "identity id", "boarding pass")
        return str(html.static(html.table(head, rows, caption="What everybody holds now")))


def papers(world: World) -> Papers:
    """Sign everybody in, and let everybody but artie visit the counter."""
    return Papers(
        [
            at_the_counter(world, "gina", google_id_token(world, "gina")),
            at_the_counter(world, "jdoe", user_pool_id_token(world, "jdoe")),
            Paper("artie", id_token=user_pool_id_token(world, "artie")),
            at_the_counter(world, "uma", user_pool_id_token(world, "uma")),
            at_the_counter(world, "guest", None),
        ]
    )


def user_pool_id_token(world: World, username: str) -> str:
    """Sign in at the user pool."""
    answer = _nobody(world, "cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": world.passwords[username]},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


def google_id_token(world: World, who: str) -> str:
    """Sign in at Google, in the person's browser; the app gets the ID token alone."""
    email = GOOGLE_EMAIL[who]
    google = world.cloud.google
    return google.sign_in(email, world.passwords[email], client_id=world.google_client_id).id_token


def at_the_counter(world: World, who: str, id_token: str | None) -> Paper:
    """Visit the identity pool with an ID token, or as a guest with none."""
    counter, logins = _nobody(world, "cognito-identity"), _logins(world, id_token)
    try:
        identity_id = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)[
            "IdentityId"
        ]
        answer = counter.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)
    except ClientError as error:
        notes = world.cloud.trace.exchanges[-1].notes
        said = error.response["Error"]
        return Paper(
            who,
            id_token,
            refusal=f"{said['Code']}: {said['Message']}",
            reason=notes[-1] if notes else "",
        )
    return Paper(who, id_token, identity_id, answer["Credentials"])


def read_the_file(world: World, paper: Paper) -> str:
    """Go to the gate: read the one file with the person's temporary credentials."""
    session: Any = boto3_session(world.cloud, paper.credentials)
    answer = session.client("s3").get_object(Bucket=world.bucket, Key=world.file)
    return str(answer["Body"].read().decode())


def _nobody(world: World, service: str) -> Any:
    """A client without AWS credentials: sign-in and the counter need none."""
    session: Any = boto3_session(world.cloud, credentials={})
    return session.client(service)


def _logins(world: World, id_token: str | None) -> dict[str, str]:
    """The `Logins` map: which provider a token comes from is read from its issuer."""
    if id_token is None:
        return {}
    issuer = str(parse(id_token).unverified_claims["iss"])
    return {issuer.removeprefix("https://"): id_token}


def _visitors(paper: Paper) -> Iterator[Visitor]:
    if paper.credentials is not None:
        yield Visitor(paper.who, credentials=paper.credentials)
    if paper.id_token is not None:
        yield Visitor(paper.who, id_token=paper.id_token)


def _line(paper: Paper) -> str:
    held = [
        "ID token" if paper.id_token else "",
        f"credentials for {paper.identity_id}" if paper.credentials else "",
        f"refused at the counter: {paper.refusal}" if paper.refusal else "",
    ]
    return f"{paper.who}: {', '.join(part for part in held if part)}"


def _refused(paper: Paper) -> Markup:
    if not paper.refusal:
        return Markup("did not go to the counter")
    return html.mono(paper.refusal) + Markup("<br>") + Markup("{}").format(paper.reason)
