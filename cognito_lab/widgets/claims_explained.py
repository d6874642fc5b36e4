"""What every claim and header member means, in a sentence, and which group it belongs to.

The same name can mean different things: `sub` is a UUID in a user pool, 21 digits at Google, an
identity id at the identity service. A row has one sentence for all, and others for those issuers
where more can be said.

Sources: RFC 7519 (JWT), RFC 7515 (JWS), RFC 7516 (JWE), RFC 9068; OpenID Connect Core 1.0, sections
2 and 5.1; Cognito developer guide, "Understanding user pool JSON web tokens" and "Identity pools
authentication flow"; Google Identity, "OpenID Connect". Left out: claims that a Lambda trigger or
another issuer may invent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Issuer(StrEnum):
    """Who issues tokens in this course; the value reads after "issued by"."""

    USER_POOL = "a user pool"
    GOOGLE = "Google"
    IDENTITY_SERVICE = "the identity service"
    OTHER = "somebody else"

    @property
    def domain(self) -> str:
        """Whose colour its tokens wear."""
        return "aws" if self is Issuer.IDENTITY_SERVICE else "idp"


class Group(StrEnum):
    """The question that a claim answers."""

    PERSON = "Who is it?"
    PARTIES = "Who says it, and for whom?"
    TIME = "When, and how long?"
    RIGHTS = "What may be done with it?"
    SIGN_IN = "Which sign-in was it?"
    OWN = "What else is known?"
    HEADER = "How was it signed?"


@dataclass(frozen=True)
class Explanation:
    """One claim.

    Attributes:
        group: The question that it answers.
        text: What it means, whoever says it.
        at: What it means at one issuer, ``{issuer: sentence}``, instead of `text`.
    """

    group: Group
    text: str
    at: Mapping[Issuer, str] = field(default_factory=dict)

    def from_issuer(self, issuer: Issuer) -> str:
        """The sentence that fits this issuer best."""
        return self.at.get(issuer, self.text)


POOL, GOOGLE, SERVICE = Issuer.USER_POOL, Issuer.GOOGLE, Issuer.IDENTITY_SERVICE
PERSON, PARTIES, TIME = Group.PERSON, Group.PARTIES, Group.TIME
RIGHTS, SIGN_IN, OWN, HEADER = Group.RIGHTS, Group.SIGN_IN, Group.OWN, Group.HEADER

CLAIMS: Mapping[str, Explanation] = {
    # --- who is it -----------------------------------------------------------------------------
    "sub": Explanation(
        PERSON,
        "Subject: the issuer's own id for whom the token is about. It never changes.",
        {
            POOL: "The user's id in this pool: a UUID that never changes and is never "
            "given again. In a token without a person it is the app client's id.",
            GOOGLE: "Google's id for the person, 21 digits. Use it to recognise people; an e-mail "
            "address can change.",
            SERVICE: "The identity id: region, colon, GUID. The identity pool made it at GetId.",
        },
    ),
    "cognito:username": Explanation(
        PERSON, "The user name in the pool. The access token calls it username."
    ),
    "username": Explanation(
        PERSON, "The user name in the pool. The ID token calls it cognito:username."
    ),
    "name": Explanation(PERSON, "Full name, as it should be shown."),
    "given_name": Explanation(PERSON, "First name."),
    "family_name": Explanation(PERSON, "Last name."),
    "middle_name": Explanation(PERSON, "Middle name."),
    "nickname": Explanation(PERSON, "What friends call the person."),
    "preferred_username": Explanation(
        PERSON, "A name that the person chose. It may change and may not be unique."
    ),
    "email": Explanation(PERSON, "E-mail address. It can change, so it is no id."),
    "email_verified": Explanation(
        PERSON,
        "Whether the issuer checked that the address belongs to the person. Do not link accounts "
        "by an address that is not verified.",
    ),
    "phone_number": Explanation(PERSON, "Phone number, with + and country code."),
    "phone_number_verified": Explanation(
        PERSON, "Whether the issuer checked that the number belongs to the person."
    ),
    "identities": Explanation(
        PERSON,
        "Where a federated user comes from: one object for each provider. `primary` is a text, not "
        "a boolean; `dateCreated` is a text of milliseconds.",
    ),
    "hd": Explanation(PERSON, "Hosted domain: the organisation whose Google account it is."),
    # --- who says it, for whom -----------------------------------------------------------------
    "iss": Explanation(
        PARTIES,
        "Issuer: who made and signed the token. Its published keys are found from this address.",
        {
            POOL: "The user pool, as an address. Its keys are at this address plus "
            "/.well-known/jwks.json.",
            SERVICE: "The identity service itself: one issuer and one set of keys for all identity "
            "pools, so the signature alone does not tell which pool; check aud.",
        },
    ),
    "aud": Explanation(
        PARTIES,
        "Audience: for whom the token was made. Everybody else must refuse it.",
        {
            POOL: "The app client for which the pool made this token. Access tokens carry "
            "client_id instead.",
            GOOGLE: "The app's client id at Google. The identity pool compares it with the app id "
            "that was registered there.",
            SERVICE: "The identity pool's id. A role's trust policy should ask for it.",
        },
    ),
    "azp": Explanation(PARTIES, "Authorized party: the app that asked for the token."),
    "client_id": Explanation(
        PARTIES, "The app client that the access token was made for. ID tokens carry aud instead."
    ),
    "token_use": Explanation(
        PARTIES,
        "Which of the pool's tokens this is: id tells an app who somebody is, access opens an API. "
        "A verifier must check it.",
    ),
    # --- when ----------------------------------------------------------------------------------
    "exp": Explanation(TIME, "Expires: from this second on nobody may accept the token."),
    "iat": Explanation(TIME, "Issued at: when this token was made."),
    "nbf": Explanation(TIME, "Not before: nobody may accept the token earlier."),
    "auth_time": Explanation(
        TIME, "When the person really signed in. A refresh makes a new iat and keeps auth_time."
    ),
    # --- what may be done ----------------------------------------------------------------------
    "scope": Explanation(
        RIGHTS,
        "What the app may ask for, divided by spaces. aws.cognito.signin.user.admin lets it read "
        "and change the user's own profile.",
    ),
    "cognito:groups": Explanation(
        RIGHTS, "The groups of the user in this pool; missing when there is none."
    ),
    "cognito:roles": Explanation(
        RIGHTS,
        "The IAM roles of those groups. An identity pool may let the user choose among them.",
    ),
    "cognito:preferred_role": Explanation(
        RIGHTS,
        "The IAM role of the group with the lowest precedence number. An identity pool that takes "
        "the role from the token uses this one.",
    ),
    "amr": Explanation(
        RIGHTS,
        "Authentication methods: how the subject proved who it is.",
        {
            SERVICE: "First authenticated or unauthenticated (a guest), then the providers of this "
            "call. Trust policies of roles ask for it.",
        },
    ),
    "acr": Explanation(RIGHTS, "How strong the sign-in was, in the issuer's own scale."),
    "https://cognito-identity.amazonaws.com/identity-pool-arn": Explanation(
        RIGHTS, "The identity pool that issued the token, as an ARN."
    ),
    "https://aws.amazon.com/tags": Explanation(
        RIGHTS,
        "Tags for the session that STS will open: attributes for access control. Policies read "
        "them as aws:PrincipalTag.",
    ),
    # --- which sign-in -------------------------------------------------------------------------
    "jti": Explanation(SIGN_IN, "JWT id: different in every token, so that one can be named."),
    "origin_jti": Explanation(
        SIGN_IN,
        "Names the sign-in: the same in all tokens that come from it, refreshed ones too. "
        "RevokeToken works by it.",
    ),
    "event_id": Explanation(SIGN_IN, "The pool's own id of the sign-in event, for logs."),
    "nonce": Explanation(
        SIGN_IN,
        "Sent by the app at the start and given back here, so that an old token cannot be played "
        "again.",
    ),
    "at_hash": Explanation(
        SIGN_IN, "Half of the SHA-256 of the access token: it ties the two tokens together."
    ),
    "c_hash": Explanation(SIGN_IN, "The same for the authorization code."),
    "sid": Explanation(SIGN_IN, "The browser session at the provider."),
    "device_key": Explanation(SIGN_IN, "The remembered device that was used."),
    "version": Explanation(
        SIGN_IN, "Form of the access token: 2 where it came from the OAuth endpoints."
    ),
    # --- what else -----------------------------------------------------------------------------
    "profile": Explanation(OWN, "Address of a page about the person."),
    "picture": Explanation(OWN, "Address of a picture of the person."),
    "website": Explanation(OWN, "The person's web page."),
    "gender": Explanation(OWN, "As the person says."),
    "birthdate": Explanation(OWN, "YYYY-MM-DD; 0000 stands for a year that is not told."),
    "zoneinfo": Explanation(OWN, "Time zone, such as Europe/Paris."),
    "locale": Explanation(OWN, "Language and country, such as en-GB."),
    "address": Explanation(OWN, "Postal address."),
    "updated_at": Explanation(OWN, "When the profile was last changed."),
}
HEADER_MEMBERS: Mapping[str, Explanation] = {
    "alg": Explanation(
        HEADER,
        "The algorithm of the signature. The verifier decides what it accepts: a token that could "
        "choose would choose none.",
        {SERVICE: "RS512, where user pools and Google use RS256. A verifier must know which."},
    ),
    "kid": Explanation(
        HEADER, "Key id: which of the issuer's published keys to check the signature with."
    ),
    "typ": Explanation(HEADER, "What kind of thing this is: JWT or JWS. User pools leave it out."),
    "enc": Explanation(HEADER, "The content is encrypted, with this cipher (JWE)."),
    "cty": Explanation(HEADER, "What is inside the encrypted part."),
    "crit": Explanation(HEADER, "Members that a verifier must understand or refuse the token."),
    "zip": Explanation(HEADER, "The content was compressed before encryption."),
    "jwk": Explanation(
        HEADER, "A public key inside the token. Never trust it: it is the sender's own."
    ),
    "jku": Explanation(
        HEADER, "An address of keys inside the token. Never follow it: it is the sender's own."
    ),
    "x5u": Explanation(HEADER, "An address of a certificate. Never follow it unasked."),
    "x5c": Explanation(HEADER, "A certificate inside the token. Trust needs more than that."),
    "x5t": Explanation(HEADER, "The hash of a certificate (SHA-1)."),
    "x5t#S256": Explanation(HEADER, "The hash of a certificate (SHA-256)."),
}
SEALED_MEMBERS: Mapping[str, Explanation] = {
    **HEADER_MEMBERS,
    "alg": Explanation(HEADER, "How the key of the content is sealed: for the issuer alone."),
}
_CUSTOM = Explanation(
    OWN, "An attribute of this pool's own. Its value is always a text, and only ID tokens carry it."
)
_UNKNOWN = Explanation(OWN, "Not a claim of Cognito, Google or OpenID Connect: ask who issued it.")
_UNKNOWN_MEMBER = Explanation(HEADER, "Not a header member that this lab knows.")
TIMES = frozenset({"exp", "iat", "nbf", "auth_time", "updated_at"})
_USER_POOL_ISSUER = re.compile(
    r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com/([\w-]+)", re.ASCII
)


def explain(name: str) -> Explanation:
    """What a claim means; an unknown one has an explanation too."""
    custom = _CUSTOM if name.startswith(("custom:", "dev:custom:")) else _UNKNOWN
    return CLAIMS.get(name, custom)


def explain_member(name: str) -> Explanation:
    """What a header member means; an unknown one has an explanation too."""
    return HEADER_MEMBERS.get(name, _UNKNOWN_MEMBER)


def explain_sealed_member(name: str) -> Explanation:
    """What a header member of an encrypted token means."""
    return SEALED_MEMBERS.get(name, _UNKNOWN_MEMBER)


def issuer_of(unverified_claims: Mapping[str, Any]) -> Issuer:
    """Who a token says has issued it; nothing is proved by that."""
    issuer = unverified_claims.get("iss")
    if user_pool_in(issuer):
        return Issuer.USER_POOL
    if issuer in ("https://accounts.google.com", "accounts.google.com"):
        return Issuer.GOOGLE
    if issuer == "https://cognito-identity.amazonaws.com":
        return Issuer.IDENTITY_SERVICE
    return Issuer.OTHER


def user_pool_in(issuer: object) -> str | None:
    """The user pool id in an issuer's address, or None."""
    found = _USER_POOL_ISSUER.fullmatch(issuer) if isinstance(issuer, str) else None
    return found[1] if found else None
