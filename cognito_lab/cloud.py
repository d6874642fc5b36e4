"""One pretend AWS account: every service, built round one clock, one source of ids and one trace.

`Cloud` is a record and has no behaviour. `new_cloud` is the only place that knows who needs whom: a
service gets what it needs through its constructor, so reading this function is reading the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cognito_lab.primitives.caller import ACCOUNT_ID, REGION
from cognito_lab.primitives.clock import START, Clock
from cognito_lab.primitives.ids import Ids
from cognito_lab.primitives.mailbox import Mailbox
from cognito_lab.primitives.published_keys import PublishedKeys
from cognito_lab.primitives.trace import Trace
from cognito_lab.services.apigateway import ApiGateway, ApiGatewayV2
from cognito_lab.services.cognito_identity import CognitoIdentity
from cognito_lab.services.cognito_idp import CognitoIdp
from cognito_lab.services.functions import Functions
from cognito_lab.services.iam import Iam
from cognito_lab.services.openid_provider import OpenIdProvider, OpenIdProviders
from cognito_lab.services.sts import Sts


@dataclass(frozen=True, eq=False)
class Cloud:
    """An AWS account in memory. Services are named as boto3 names their clients."""

    seed: int | str | None
    clock: Clock
    ids: Ids
    request_ids: Ids  # of the wire: chance of their own, so that it leaves all other ids alone
    trace: Trace
    mailbox: Mailbox
    published_keys: PublishedKeys
    functions: Functions
    iam: Iam
    sts: Sts
    cognito_idp: CognitoIdp
    cognito_identity: CognitoIdentity
    apigateway: ApiGateway
    apigatewayv2: ApiGatewayV2
    openid_providers: OpenIdProviders
    google: OpenIdProvider
    account_id: str = ACCOUNT_ID
    region: str = REGION

    def __repr__(self) -> str:
        account, now = self.account_id, self.clock.now()
        return f"<Cloud: pretend account {account}, {self.region}, {now:%Y-%m-%d %H:%M:%S} UTC>"


def new_cloud(
    seed: int | str | None = None,
    *,
    start: datetime | Literal["now"] = START,
    trace_limit: int = 2000,
) -> Cloud:
    """Make an AWS account in memory: 123456789012 in us-east-1, nothing in it but an administrator.

    Args:
        seed: The same seed gives the same ids, tokens and diagrams; None gives fresh ones.
        start: Where its clock stands, an aware datetime; ``"now"`` makes it run as the system's.
        trace_limit: How many top-level exchanges the trace keeps.

    Raises:
        TypeError: The seed is neither a whole number, nor text, nor None.
        ValueError: `start` has no time zone, or `trace_limit` is below 1.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | str | None):
        raise TypeError(f"seed must be a whole number, a text or None, not {seed!r}")
    clock, ids, mailbox = Clock(start), Ids(seed), Mailbox()
    trace = Trace(clock.now, limit=trace_limit)
    keys = PublishedKeys(trace)
    functions = Functions(trace=trace)
    iam = Iam(clock=clock, ids=ids, trace=trace)
    sts = Sts(clock=clock, ids=ids, trace=trace, published_keys=keys, iam=iam)
    providers = OpenIdProviders(clock=clock, ids=ids, trace=trace, published_keys=keys)
    pools = CognitoIdp(
        clock=clock,
        ids=ids,
        trace=trace,
        mailbox=mailbox,
        published_keys=keys,
        functions=functions,
        openid_providers=providers,
    )
    return Cloud(
        seed=seed,
        clock=clock,
        ids=ids,
        request_ids=Ids(None if seed is None else f"request ids of {seed}"),
        trace=trace,
        mailbox=mailbox,
        published_keys=keys,
        functions=functions,
        iam=iam,
        sts=sts,
        cognito_idp=pools,
        cognito_identity=CognitoIdentity(
            clock=clock,
            ids=ids,
            trace=trace,
            published_keys=keys,
            sts=sts,
            iam=iam,
            user_pools=pools,
        ),
        apigateway=ApiGateway(
            clock=clock, ids=ids, trace=trace, published_keys=keys, functions=functions
        ),
        apigatewayv2=ApiGatewayV2(
            clock=clock, ids=ids, trace=trace, published_keys=keys, functions=functions
        ),
        openid_providers=providers,
        google=providers.google,
    )
