"""What a resource in a policy has to look like: ``*``, or an ARN with a partition and a service.

Left out: what each service makes of the rest of its ARNs; only IAM and S3 are looked at here.

Source: texts collected against AWS by moto's authors.
"""

from cognito_lab.policy.syntax import Fault
from cognito_lab.primitives import messages

PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-eusc")
IAM_PATHS = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)


def resource_fault(resource: str, where: str) -> Fault | None:
    """What is wrong with the ARN that stands at `where`; None if nothing is."""
    values = {"resource": resource, "paths": ", ".join(IAM_PATHS)}
    if resource == "*":
        return None
    if ":" not in resource:
        because = f"{resource!r} is no ARN"
        return Fault(where, because, messages.POLICY_RESOURCE_NOT_ARN, values)
    _, partition, *rest = resource.split(":", 5)
    if partition not in ("*", *PARTITIONS):
        arn = ":".join(["arn", partition, *(rest + ["*"] * (4 - len(rest)))])
        values = {"partition": partition, "resource": arn}
        because = f"{partition!r} is no partition; most often it is aws"
        return Fault(where, because, messages.POLICY_RESOURCE_PARTITION, values)
    if not rest:
        because = f"{resource!r} does not say of which service"
        return Fault(where, because, messages.POLICY_RESOURCE_VENDOR)
    service, region, _, path = rest + [""] * (4 - len(rest))
    because = f"{resource!r}: {service} is the same in every region"
    if service == "iam" and region:
        return Fault(where, because, messages.POLICY_IAM_REGION, values)
    if service == "s3" and region and not path.startswith("accesspoint/"):
        return Fault(where, because, messages.POLICY_S3_REGION, values)
    if service == "iam" and path != "*" and not path.startswith(IAM_PATHS):
        because = f"{path!r} is no kind of thing that IAM has"
        return Fault(where, because, messages.POLICY_IAM_PATH, values)
    return None


def lacks_colons(resource: str) -> bool:
    """Whether an older parser of AWS's stumbles over an ARN that has no other fault."""
    fields = resource.split(":")
    return resource != "*" and (fields[2] == "" or ("::" in resource and len(fields) < 6))
