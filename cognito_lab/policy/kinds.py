"""The kinds of policy, and in what their grammar differs.

An identity policy says nothing about *who*, because it hangs on somebody; a trust policy says
nothing about *which resource*, because it hangs on the role. That, in a table, is most of what
there is to know.

Left out: size limits (they belong to what a policy is attached to: `Document.size` counts for
them), and the stricter grammar of service control policies.
"""

from enum import StrEnum

from cognito_lab.primitives.record import record


class PolicyKind(StrEnum):
    """What a policy document is going to be attached to."""

    IDENTITY = "inline identity-based policy"
    MANAGED = "managed policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    SCP = "service control policy"
    RCP = "resource control policy"
    RESOURCE = "resource-based policy"
    BUCKET = "bucket policy"
    TRUST = "role trust policy"

    @property
    def rules(self) -> "Rules":
        return _RULES[self]


@record
class Rules:
    """In what one kind of policy differs from the others.

    Attributes:
        names_principals: Whether every statement says who it speaks of; if not, none may.
        names_resources: Whether every statement says which resources it speaks of; if not, none
            may.
        needs_version_2012: Whether the old language of 2008 is refused.
        error_code: AWS's code for a document that breaks the grammar.
    """

    names_principals: bool
    names_resources: bool = True
    needs_version_2012: bool = False
    error_code: str = "MalformedPolicyDocument"


_RULES = {
    PolicyKind.IDENTITY: Rules(names_principals=False),
    PolicyKind.MANAGED: Rules(names_principals=False, needs_version_2012=True),
    PolicyKind.BOUNDARY: Rules(names_principals=False, needs_version_2012=True),
    PolicyKind.SESSION: Rules(names_principals=False),
    PolicyKind.SCP: Rules(names_principals=False),
    PolicyKind.RCP: Rules(names_principals=True),
    PolicyKind.RESOURCE: Rules(names_principals=True),
    PolicyKind.BUCKET: Rules(names_principals=True, error_code="MalformedPolicy"),
    PolicyKind.TRUST: Rules(names_principals=True, names_resources=False),
}
