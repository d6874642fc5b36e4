"""A decision and what can be said about it: to the client in AWS's words, to a learner in ours.

How to read the file: a `StatementResult` is one statement held against the request; a `Decision` is
the verdict with all of them. Nothing is decided here.

Left out: two newer habits of AWS's messages, naming the denying policy's ARN and giving an
authorization id.
"""

import re
from collections.abc import Iterator

from cognito_lab.policy.document import Document, Effect, Statement
from cognito_lab.policy.layers import Layer
from cognito_lab.policy.matching import Check, Element
from cognito_lab.policy.request import Request
from cognito_lab.primitives import messages
from cognito_lab.primitives.record import record


@record
class StatementResult:
    """One statement, held against one request.

    Attributes:
        layer: Which kind of policy it stands in.
        policy: The document.
        statement: The statement.
        request: What it was held against.
        obstacle: The first element that did not match; None if the statement applies.
    """

    layer: Layer
    policy: Document
    statement: Statement
    request: Request
    obstacle: Element | None

    @property
    def applies(self) -> bool:
        return self.obstacle is None

    @property
    def allows(self) -> bool:
        return self.obstacle is None and self.statement.effect is Effect.ALLOW

    @property
    def denies(self) -> bool:
        return self.obstacle is None and self.statement.effect is Effect.DENY

    @property
    def mismatch(self) -> Check | None:
        """The first element that did not match, with what was compared; None if it applies."""
        return None if self.obstacle is None else Check.of(self.obstacle, self.request)

    @property
    def effect(self) -> Effect:
        return self.statement.effect

    @property
    def sid(self) -> str:
        return self.statement.sid

    @property
    def index(self) -> int:
        return self.statement.index

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every element with what was compared, also those after the first that did not match."""
        return tuple(Check.of(element, self.request) for element in self.statement.elements)

    @property
    def title(self) -> str:
        """``identity-based policy "photos", statement 2 "OwnFolder"``."""
        policy = f' "{self.policy.name}"' if self.policy.name else ""
        sid = f' "{self.sid}"' if self.sid else ""
        return f"{self.layer}{policy}, statement {self.index + 1}{sid}"

    def __str__(self) -> str:
        if self.applies:
            return f"{self.title} ({self.effect}) applies"
        return f"{self.title} ({self.effect}) does not apply. {self.mismatch}"

    def __repr__(self) -> str:
        return f"<{self}>"


@record
class Decision:
    """What IAM answers, and why. It is true when the request is allowed.

    Attributes:
        request: What was asked.
        allowed: The verdict.
        layer: The kind of policy that decided: the one that granted, denied, or allowed nothing.
        explicit: Whether a Deny statement decided. A denial that is not explicit is a missing
            Allow.
        determining: The statements that made the decision: the denying ones, or those that granted
            and were needed; none for a missing Allow.
        statements: Every statement that was looked at, in order.
        asked: The layers that had to allow, in the order in which they were asked.
    """

    request: Request
    allowed: bool
    layer: Layer
    explicit: bool
    determining: tuple[StatementResult, ...]
    statements: tuple[StatementResult, ...]
    asked: tuple[Layer, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def reason(self) -> str:
        """The end of AWS's denial message; for a permission, ours in the same form.

        Source: IAM User Guide, "Troubleshooting access denied error messages".
        """
        if self.allowed:
            return f"because {self.layer.with_article} allows the {self.request.action} action"
        if self.explicit:
            return messages.EXPLICIT_DENY.format(policy=self.layer.with_article)
        return messages.IMPLICIT_DENY.format(policy=self.layer, action=self.request.action)

    @property
    def missing_context(self) -> tuple[str, ...]:
        """Condition keys that the policies read and the request does not have, sorted.

        It is what `simulate_custom_policy` calls missing context values.
        """
        named: dict[str, str] = {}  # {key in lower case: as it was first written}
        for result in self.statements:
            for key in result.statement.context_keys:
                named.setdefault(key.lower(), key)
        return tuple(sorted(named[key] for key in named if not self.request.values(key)))

    def denial_message(
        self,
        *,
        quote_resource: bool = False,
        show_resource: bool = True,
        mask_account: bool = False,
        with_reason: bool = True,
    ) -> str:
        """AWS's sentence for the refused.

        Args:
            quote_resource: Put the resource into double quotes, as S3 does.
            show_resource: Name the resource; ``s3:ListAllMyBuckets`` does not.
            mask_account: Show the resource's account by its last four digits, as API Gateway does.
            with_reason: End with the kind of policy that decided; older messages do not.

        Raises:
            ValueError: The request was allowed.
        """
        if self.allowed:
            raise ValueError(f"{self.request.action} was allowed: there is no denial to word")
        resource = _masked(self.request.resource) if mask_account else self.request.resource
        shown = messages.ON_RESOURCE.format(
            resource=f'"{resource}"' if quote_resource else resource
        )
        who_and_what = messages.NOT_AUTHORIZED.format(
            principal=self.request.principal.arn, action=self.request.action
        )
        return who_and_what + (shown if show_resource else "") + f" {self.reason}" * with_reason

    def explain(self) -> str:
        """The decision in a few plain lines, then one line for each statement."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        request = self.request
        yield f"{self._verdict}: {request.action} on {request.resource}"
        yield f"asked by {request.principal.arn}"
        yield self.reason
        yield from (f"- {result}" for result in self.statements)
        if not self.statements:
            yield "- no policy has a statement"

    @property
    def _verdict(self) -> str:
        return "ALLOWED" if self.allowed else "DENIED"

    def __repr__(self) -> str:
        return (
            f"<{self._verdict}: {self.request.action} on {self.request.resource} {self.reason};"
            f" statements that decided: {len(self.determining)} of {len(self.statements)}>"
        )


def _masked(arn: str) -> str:
    """``…:123456789012:…`` becomes ``…:********9012:…``."""
    return re.sub(r"^((?:[^:]*:){4})\d{8}(\d{4}:)", r"\1********\2", arn)
