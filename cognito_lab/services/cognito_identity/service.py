"""The identity pool's counter: show a passport, get an identity, then a boarding pass.

How somebody gets from a password to an AWS service, in six steps:

    1  the app signs in at the identity provider           InitiateAuth, at the user pool
    2  the provider answers with a token                   the ID token
    3  the app sends the token to its identity pool        GetCredentialsForIdentity, below
    4  the pool validates the token                        `logins`
    5  if it is valid, STS lends the role                  `roles`, then STS
    6  the app calls the service with the credentials      at the gate of S3, DynamoDB, …

`get_credentials_for_identity` is steps 3 to 5. GetId comes once before it, to learn the identity's
id. GetOpenIdToken is the *classic* way: the app gets a token of the identity service instead and
goes to STS itself, with a role of its own choice.

Left out: rate limits, and Cognito Sync.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cognito_lab.primitives.errors import AwsError
from cognito_lab.primitives.messages import (
    CLASSIC_FLOW_OFF,
    CLASSIC_FLOW_WITH_MAPPINGS,
    IDENTITY_POOL_ROLES,
)
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_identity.administration import PoolOperations
from cognito_lab.services.cognito_identity.developer import DeveloperOperations
from cognito_lab.services.cognito_identity.identities import Identity, Linking, Login, vouched
from cognito_lab.services.cognito_identity.pools import IdentityPool
from cognito_lab.services.cognito_identity.principal_tags import (
    PrincipalTagOperations,
    principal_tags,
)
from cognito_lab.services.cognito_identity.proof import Proof
from cognito_lab.services.cognito_identity.resource_tags import ResourceTagOperations
from cognito_lab.services.cognito_identity.roles import RoleChoice, choose_role, climb
from cognito_lab.services.cognito_identity.scope_down import GUEST_SESSION_POLICIES
from cognito_lab.services.cognito_identity.tokens import (
    COGNITO,
    identity_claims,
    sign_identity_token,
)
from cognito_lab.services.cognito_identity.unlinking import UnlinkOperations
from cognito_lab.services.cognito_identity.vouchers import check_voucher, is_voucher

Logins = Mapping[str, str]


class CognitoIdentity(
    PoolOperations,
    PrincipalTagOperations,
    ResourceTagOperations,
    DeveloperOperations,
    UnlinkOperations,
):
    """Amazon Cognito identity pools. The three operations here need no signature."""

    @operation
    def get_id(
        self,
        *,
        identity_pool_id: str,
        account_id: str | None = None,
        logins: Logins | None = None,
    ) -> dict[str, Any]:
        """Find or make the identity of whoever holds these logins; without logins, a new guest.

        Raises:
            ResourceNotFoundException: No such pool.
            NotAuthorizedException: A login token failed, or guests are not served.
        """
        pool = self._pool(identity_pool_id)
        proof = self._desk.check(pool, logins)
        linking = self._identities.begin_or_link(
            pool.id, _shown(proof), self._new_id, self.clock.now()
        )
        self._keep(linking)
        return {"IdentityId": linking.identity.id}

    @operation
    def get_credentials_for_identity(
        self,
        *,
        identity_id: str,
        logins: Logins | None = None,
        custom_role_arn: str | None = None,
    ) -> dict[str, Any]:
        """Exchange logins for temporary AWS credentials: the enhanced flow.

        Raises:
            ResourceNotFoundException: No such identity.
            NotAuthorizedException: A login failed or is not this identity's, guests are not
                served, or the role mapping denies.
            InvalidIdentityPoolConfigurationException: No role is set, or STS does not lend it.
        """
        pool, identity = self._pool_and_identity(identity_id)  # step 3: who came, to which pool
        proof = self._check(pool, logins)  # step 4: is every passport genuine?
        linking = self._link(identity, proof)
        role = self._choose_role(pool, proof, custom_role_arn)
        credentials = self._ask_sts(role, pool, linking.identity, proof)  # step 5
        return self._hand_out(linking, credentials)  # step 6 is the app's

    @operation
    def get_open_id_token(
        self, *, identity_id: str, logins: Logins | None = None
    ) -> dict[str, Any]:
        """Exchange logins for a token of the identity service: the classic flow.

        Raises:
            ResourceNotFoundException: No such identity.
            InvalidParameterException: The pool does not allow the classic flow.
            NotAuthorizedException: As for GetCredentialsForIdentity.
        """
        pool, identity = self._pool_and_identity(identity_id)
        _refuse_without_classic_flow(pool)
        proof = self._desk.check(pool, logins)
        linking = self._link(identity, proof)
        token = sign_identity_token(self._claims(pool, linking.identity, proof))
        self._keep(linking)
        self.trace.step("sign the identity token", key="RS512 private key")
        return {"IdentityId": linking.identity.id, "Token": token}

    def _check(self, pool: IdentityPool, logins: Logins | None) -> Proof:
        """What was shown: logins, nothing, or a token that the service itself made."""
        if logins and is_voucher(logins):
            now = self.clock.epoch()
            return check_voucher(pool, logins[COGNITO], now=now, trace=self.trace)
        return self._desk.check(pool, logins)

    def _link(self, identity: Identity, proof: Proof) -> Linking:
        if proof.vouched_id is not None:
            return vouched(identity, proof.vouched_id, is_guest=proof.is_guest)
        return self._identities.link(identity, _shown(proof), self.clock.now())

    def _choose_role(
        self, pool: IdentityPool, proof: Proof, custom_role_arn: str | None
    ) -> RoleChoice:
        """The ladder goes on record before its top is taken, so a refusal shows it too."""
        ladder = climb(pool, proof, custom_role_arn)
        self.trace.keep(role_ladder=ladder)
        return choose_role(ladder)

    def _ask_sts(
        self, role: RoleChoice, pool: IdentityPool, identity: Identity, proof: Proof
    ) -> dict[str, Any]:
        """Ask STS for the role. What STS refuses is, to the app, a mistake in the pool's roles."""
        self.trace.note(f"Role: {role.why}, {role.role_arn}.")
        self.trace.keep(role_choice=role)
        try:
            lent = self._sts.assume_role_for_identity(
                role_arn=role.role_arn,
                claims=self._claims(pool, identity, proof),
                session_policies=GUEST_SESSION_POLICIES if proof.is_guest else None,
            )
        except AwsError as refusal:
            raise IDENTITY_POOL_ROLES.error(because=refusal.because) from refusal
        return {
            "AccessKeyId": lent["AccessKeyId"],
            "SecretKey": lent["SecretAccessKey"],  # this service spells it so
            "SessionToken": lent["SessionToken"],
            "Expiration": lent["Expiration"],
        }

    def _hand_out(self, linking: Linking, credentials: dict[str, Any]) -> dict[str, Any]:
        """Only now the table changes: whatever failed before has changed nothing."""
        self._keep(linking)
        return {"IdentityId": linking.identity.id, "Credentials": credentials}

    def _claims(self, pool: IdentityPool, identity: Identity, proof: Proof) -> dict[str, Any]:
        now = self.clock.epoch()
        return identity_claims(
            pool, identity.id, proof.methods, now=now, tags=principal_tags(pool, proof)
        )


def _shown(proof: Proof) -> list[Login]:
    return [Login(login.provider, login.subject) for login in proof.logins]


def _refuse_without_classic_flow(pool: IdentityPool) -> None:
    if not pool.allows_classic_flow:
        raise CLASSIC_FLOW_OFF.error(because=f"{pool.name} has AllowClassicFlow=false.")
    if pool.role_mappings:
        raise CLASSIC_FLOW_WITH_MAPPINGS.error(
            because=f"{pool.name} maps roles, and in the classic flow the app chooses the role."
        )
