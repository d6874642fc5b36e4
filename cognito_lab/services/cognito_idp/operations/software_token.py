"""Setting up an authenticator app: the pool offers a secret, the app proves that it has it.

Signed-in people do it with their access token. Where the pool insists on a second factor, it is a
part of the sign-in and goes by Session instead (`challenges/mfa_setup.py`).

Source: developer guide, "TOTP software token MFA"; API reference, "AssociateSoftwareToken",
"VerifySoftwareToken".
"""

from __future__ import annotations

from dataclasses import replace

from cognito_lab.primitives import messages, totp
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.access import holder_of
from cognito_lab.services.cognito_idp.attempts import Attempt, Challenge
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.factors import Authenticator, Factor, factors_of
from cognito_lab.services.cognito_idp.pool import UserPool
from cognito_lab.services.cognito_idp.standing import check_still_there
from cognito_lab.services.cognito_idp.user import User


class SoftwareToken(Desk):
    """The two operations of setting up an authenticator app."""

    @operation
    def associate_software_token(
        self, *, access_token: str | None = None, session: str | None = None
    ) -> Response:
        """Offer a secret, which the person scans as a QR code or types.

        Raises:
            InvalidParameterException: Neither token nor session.
            NotAuthorizedException: The token or the session is no good.
            SoftwareTokenMFANotFoundException: The pool does not know authenticator apps.
        """
        pool, user, attempt = self._who(access_token, session)
        if Factor.SOFTWARE_TOKEN_MFA not in pool.factors:
            raise messages.TOTP_OFF_IN_POOL.error(
                because="SetUserPoolMfaConfig has to turn SoftwareTokenMfaConfiguration on first."
            )
        secret = totp.new_secret(self.ids)
        factors_of(user).offered_secret = secret
        return {"SecretCode": secret, **self._next_session(session, attempt)}

    @operation
    def verify_software_token(
        self,
        *,
        user_code: str,
        access_token: str | None = None,
        session: str | None = None,
        friendly_device_name: str | None = None,
    ) -> Response:
        """Register the app that shows the right code for the secret that was offered.

        Args:
            user_code: What the app shows.
            access_token: Of a signed-in person.
            session: Of a sign-in under way; the answer has the one to go on with.
            friendly_device_name: Shown when the code is asked for.

        Raises:
            EnableSoftwareTokenMFAException: The app shows another code.
            InvalidParameterException: Neither token nor session, or nothing was offered.
            NotAuthorizedException: The token or the session is no good.
        """
        _, user, attempt = self._who(access_token, session)
        factors = factors_of(user)
        if not factors.offered_secret:
            raise messages.TOTP_NOT_SET_UP.error(because="AssociateSoftwareToken comes first.")
        step = totp.matching_step(factors.offered_secret, user_code, self.clock.now())
        if step is None:
            raise messages.TOTP_SET_UP_FAILED.error(
                because="An app with this secret shows another code now, by the lab's clock."
            )
        name = friendly_device_name or ""
        factors.authenticator = Authenticator(factors.offered_secret, name, last_step=step)
        factors.offered_secret = ""
        if attempt is None:
            return {"Status": "SUCCESS"}
        factors.enabled.add(Factor.SOFTWARE_TOKEN_MFA)
        enrolled = replace(attempt, is_enrolled=True)
        return {"Status": "SUCCESS", **self._next_session(session, enrolled)}

    def _who(
        self, access_token: str | None, session: str | None
    ) -> tuple[UserPool, User, Attempt | None]:
        """Whose app it is, by token or by the session of an MFA_SETUP challenge."""
        if access_token:
            holder = holder_of(self, access_token)
            return holder.pool, holder.user, None
        if not session:
            raise messages.NEITHER_TOKEN_NOR_SESSION.error()
        attempt = self.attempts.find(session, None, Challenge.MFA_SETUP, self.clock.now())
        self.client(attempt.client.id)
        check_still_there(attempt)
        return attempt.client.pool, attempt.user, attempt

    def _next_session(self, session: str | None, attempt: Attempt | None) -> dict[str, str]:
        if session is None or attempt is None:
            return {}
        return {"Session": self.attempts.renew(session, attempt, ids=self.ids)}
