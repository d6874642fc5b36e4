"""Giving a pool an address on the web, and taking it away.

Source: API reference, "CreateUserPoolDomain", "DescribeUserPoolDomain", "DeleteUserPoolDomain".
Left out: UpdateUserPoolDomain, and domains of one's own with a certificate.
"""

from __future__ import annotations

from collections.abc import Mapping

from cognito_lab.primitives import messages
from cognito_lab.primitives.errors import NotSimulated
from cognito_lab.primitives.trace import operation
from cognito_lab.services.cognito_idp.desk import Desk, Response
from cognito_lab.services.cognito_idp.domain import Domain


class Domains(Desk):
    """Operations on domains."""

    @operation
    def create_user_pool_domain(
        self,
        *,
        domain: str,
        user_pool_id: str,
        managed_login_version: int | None = None,
        custom_domain_config: Mapping[str, str] | None = None,
    ) -> Response:
        """Open the sign-in page and the OAuth endpoints of a pool.

        Args:
            domain: The prefix, what stands before ``.auth.us-east-1.amazoncognito.com``.
            user_pool_id: The pool.
            managed_login_version: 1 or 2: which of AWS's two designs. The lab's pages are plain.
            custom_domain_config: A certificate for a domain of one's own, which the lab leaves out.

        Raises:
            InvalidParameterException: The prefix is taken, or the pool has a domain already.
            NotSimulated: A domain of one's own.
            ResourceNotFoundException: No such pool.
        """
        if custom_domain_config is not None:
            raise NotSimulated("the lab leaves out domains of one's own: give a prefix alone")
        pool, version = self.pool(user_pool_id), managed_login_version or 1
        if version not in (1, 2):
            raise messages.MANAGED_LOGIN_VERSION.error()
        if domain in self.domains:
            raise messages.DOMAIN_TAKEN.error(because=f"{self.domains[domain].id} has this prefix.")
        if pool.domain is not None:
            raise messages.DOMAIN_SECOND.error(
                because=f"The pool's domain is {pool.domain.prefix}."
            )
        pool.domain = Domain(domain, pool.id, version)
        self.domains[domain] = pool
        return {"ManagedLoginVersion": version}

    @operation
    def describe_user_pool_domain(self, *, domain: str) -> Response:
        """Whose domain it is. An unknown one is no error: the description is empty."""
        pool = self.domains.get(domain)
        if pool is None or pool.domain is None:
            self.trace.note(f"No pool has the domain {domain!r}.")
            return {"DomainDescription": {}}
        return {"DomainDescription": pool.domain.describe()}

    @operation
    def delete_user_pool_domain(self, *, domain: str, user_pool_id: str) -> Response:
        """Close the pages.

        Raises:
            InvalidParameterException: The pool has no such domain.
            ResourceNotFoundException: No such pool.
        """
        pool = self.pool(user_pool_id)
        if self.domains.get(domain) is not pool:
            raise messages.DOMAIN_NOT_FOUND.error(
                because=f"The pool {user_pool_id} has no domain {domain!r}."
            )
        del self.domains[domain]
        pool.domain = None
        return {}
