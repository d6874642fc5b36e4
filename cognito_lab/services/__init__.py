"""The actors of the account: a class per boto3 client, a method per AWS operation.

Services do not import one another. Each gets what it needs through its constructor; `cloud.py` is
the map.
"""
