"""The edge: real boto3 and plain HTTP come in here, and leave as AWS's own bytes.

Follow one request through the files, in this order:

    boto, http           a boto3 or requests call is caught before it reaches the network
    hosts                the host name says who is asked
    api                  a service of the lab's: parse, ask the gate, check, act, serialise
    gate                 who signed it (signature, signature_checks), and may they (actions)?
    shapes, validation   bytes ↔ Python values, and what they may be, by botocore's models

Beside them: `execute_api` and `http_api_doors` (the doors that learners deploy), `stores` (S3 and
DynamoDB, answered by moto behind the gate), `well_known` (keys and discovery); for clients, `sigv4`
and `jwks`.

Everything below this room speaks Python only.
"""
