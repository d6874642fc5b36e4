"""What guests cannot do, whatever their role says.

In the enhanced flow the identity service passes two session policies when a **guest** assumes a
role: the session can do what the role allows *and* one of these two allows. Signed-in identities
get no such policies, nor does the classic flow, where the app itself talks to STS.

Source: Cognito developer guide, "IAM roles" (the list of services), and the managed policy
AmazonCognitoUnAuthedIdentitiesSessionPolicy, version 3, edited 2024-11-01.
Assumed: the exact text of the inline policy, which the guide gives as a list of services.
"""

import json

_INLINE_SERVICES = (
    "appsync cloudwatch codewhisperer cognito-identity cognito-idp cognito-sync dynamodb "
    "execute-api gamelift iot kinesis kinesisanalytics lambda lex logs machinelearning "
    "mobileanalytics s3 sdb ses sns sqs"
).split()
_INLINE_ACTIONS = "textract:DetectDocumentText textract:AnalyzeDocument sumerian:View*".split()
_MANAGED_ACTIONS = (
    "rum:PutRumEvents sagemaker:InvokeEndpoint polly:* comprehend:* translate:* transcribe:* "
    "rekognition:* mobiletargeting:* firehose:* personalize:* geo:GetMap* geo:SearchPlaceIndex* "
    "geo:GetPlace geo:CalculateRoute* geo:*Geofence geo:*Geofences geo:*DevicePosition* "
    "kms:Encrypt kms:Decrypt kms:ReEncryptTo kms:ReEncryptFrom kms:GenerateDataKey "
    "kms:GenerateDataKeyPair "
    "kms:GenerateDataKeyPairWithoutPlaintext kms:GenerateDataKeyWithoutPlaintext"
).split()


def _allow_everywhere(actions: list[str]) -> str:
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


# Two session policies, as JSON texts.
GUEST_SESSION_POLICIES = (
    _allow_everywhere([*(f"{service}:*" for service in _INLINE_SERVICES), *_INLINE_ACTIONS]),
    _allow_everywhere(_MANAGED_ACTIONS),
)
