"""A few of AWS's own managed policies, as data: those that examples attach by name.

Source: AWS managed policy reference, the pages of the same names. AWS keeps more than a thousand,
and changes them; an ARN that is not here is answered as one that does not exist.
"""

import json
from datetime import UTC, datetime
from typing import Any

# AWS issued most of these on that day; the lab gives it to all of them.
ISSUED = datetime(2015, 2, 6, 18, 39, 46, tzinfo=UTC)


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=4)


def _allow(*actions: str, resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


# {policy name: JSON text}
AWS_MANAGED_POLICIES = {
    "AdministratorAccess": _policy({"Effect": "Allow", "Action": "*", "Resource": "*"}),
    "AmazonS3FullAccess": _policy(_allow("s3:*", "s3-object-lambda:*")),
    "AmazonS3ReadOnlyAccess": _policy(
        _allow(
            "s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"
        )
    ),
    "AmazonDynamoDBReadOnlyAccess": _policy(
        _allow(
            "dynamodb:BatchGetItem",
            "dynamodb:Describe*",
            "dynamodb:List*",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:PartiQLSelect",
        )
    ),
    "AmazonCognitoReadOnly": _policy(
        _allow(
            "cognito-identity:Describe*",
            "cognito-identity:Get*",
            "cognito-identity:List*",
            "cognito-idp:Describe*",
            "cognito-idp:AdminGet*",
            "cognito-idp:AdminList*",
            "cognito-idp:List*",
            "cognito-idp:Get*",
            "cognito-sync:Describe*",
            "cognito-sync:Get*",
            "cognito-sync:List*",
            "iam:ListOpenIdConnectProviders",
            "iam:ListRoles",
            "sns:ListPlatformApplications",
        )
    ),
    "AmazonCognitoPowerUser": _policy(
        _allow(
            "cognito-identity:*",
            "cognito-idp:*",
            "cognito-sync:*",
            "iam:ListRoles",
            "iam:ListOpenIdConnectProviders",
            "iam:GetRole",
            "iam:ListSAMLProviders",
            "iam:GetSAMLProvider",
            "kinesis:ListStreams",
            "lambda:GetPolicy",
            "lambda:ListFunctions",
            "sns:GetSMSSandboxAccountStatus",
            "sns:ListPlatformApplications",
            "ses:ListIdentities",
            "ses:GetIdentityVerificationAttributes",
            "mobiletargeting:GetApps",
            "acm:ListCertificates",
        )
    ),
    "AmazonAPIGatewayInvokeFullAccess": _policy(
        _allow(
            "execute-api:Invoke",
            "execute-api:ManageConnections",
            resource="arn:aws:execute-api:*:*:*",
        )
    ),
}
