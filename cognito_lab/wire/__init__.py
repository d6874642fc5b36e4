"""The edge: real boto3 and plain HTTP come in here, and leave as AWS's own bytes.

Follow one request through the files, in this order:

    boto.py, http.py     a boto3 or requests call is caught before it reaches the network
    hosts.py             the host name says who is asked
    api.py               one AWS API request: parse, ask the gate, check, act, serialise
    gate.py              who signed it (signature.py), and may they (actions.py, then policy/)?
    shapes.py            bytes ↔ Python values, by botocore's own models

Everything below this room speaks Python only.
"""
