"""The layers of a decision: which policies have a say, and in which order they are heard.

How to read the file: `Layer` names the kinds of policy in AWS's own words, `Policies` holds the
documents of each. That a layer is None means that it does not exist; an empty tuple exists and
allows nothing.

Left out: organizations with several levels of service control policies (give one level), and the
endpoint policies of networks.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from cognito_lab.policy.document import Document
from cognito_lab.primitives.record import record


class Layer(StrEnum):
    """The kinds of policy in the order in which they are asked, named as denial messages do.

    Source: IAM User Guide, "Policy evaluation logic"; the place of resource control policies is
    Assumed.
    """

    SCP = "service control policy"
    RCP = "resource control policy"
    TRUST = "role trust policy"
    RESOURCE = "resource-based policy"
    IDENTITY = "identity-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"

    @property
    def with_article(self) -> str:
        """As an explicit denial prints it: ``a session policy``, ``the role trust policy``."""
        if self is Layer.TRUST:
            return f"the {self}"
        return f"an {self}" if self is Layer.IDENTITY else f"a {self}"


@record
class Policies:
    """Every policy that has a say in one request.

    Attributes:
        identity: Attached to the user or role: any of them may allow.
        resource: Attached to the resource, such as a bucket policy.
        boundary: The permissions boundary; it only narrows. None: there is none.
        session: Passed when the session began; they only narrow. None: none were passed.
        scp: Service control policies of the principal's account. None: no organization.
        rcp: Resource control policies of the resource's account. None: no organization.
        trust: The trust policy of the role that is to be assumed, for ``sts:AssumeRole…``. It is
            that role's resource policy, so it excludes `resource`.

    Raises:
        ValueError: Both a trust policy and resource policies.
    """

    identity: tuple[Document, ...] = ()
    resource: tuple[Document, ...] = ()
    boundary: tuple[Document, ...] | None = None
    session: tuple[Document, ...] | None = None
    scp: tuple[Document, ...] | None = None
    rcp: tuple[Document, ...] | None = None
    trust: Document | None = None

    def __post_init__(self) -> None:
        if self.trust is not None and self.resource:
            raise ValueError("the resource policy of a role is its trust policy: give one of them")

    @cached_property
    def by_layer(self) -> dict[Layer, tuple[Document, ...]]:
        """The layers that exist, in the order in which they are asked."""
        documents = {
            Layer.SCP: self.scp,
            Layer.RCP: self.rcp,
            Layer.TRUST: None if self.trust is None else (self.trust,),
            Layer.RESOURCE: self.resource if self.trust is None else None,
            Layer.IDENTITY: self.identity,
            Layer.BOUNDARY: self.boundary,
            Layer.SESSION: self.session,
        }
        return {layer: found for layer, found in documents.items() if found is not None}

    def documents(self) -> Iterator[tuple[Layer, Document]]:
        """Each document with its layer."""
        for layer, documents in self.by_layer.items():
            for document in documents:
                yield layer, document
