"""STS: temporary credentials for those whom a role trusts."""

from cognito_lab.services.sts.service import Sts
from cognito_lab.services.sts.sessions import Session

__all__ = ["Session", "Sts"]
