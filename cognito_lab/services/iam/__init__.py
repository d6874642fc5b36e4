"""IAM: roles, users, policies, trusted issuers, and the question who may do what."""

from cognito_lab.services.iam.records import AccessKey, OidcProvider, Role
from cognito_lab.services.iam.service import Iam

__all__ = ["AccessKey", "Iam", "OidcProvider", "Role"]
