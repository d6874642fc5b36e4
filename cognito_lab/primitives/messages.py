"""Every sentence of AWS's that the lab quotes, in one place, each with its evidence.

A correction is one line here. Services raise `SOMETHING.error(because="…", placeholder=value)`.

Evidence, as in the fact sheets: **D** AWS documentation, **M** botocore's model, **O** observed verbatim
(in issues, logs or captures; the sheets' C, V, P and I are kinds of it), **moto** moto's collected texts,
**E** seen in an emulator only, **unsure** our best reading: never hard-tested.
"""

from dataclasses import dataclass

from cognito_lab.primitives.errors import AwsError


@dataclass(frozen=True)
class Message:
    """An error code with its text; ``{name}`` in the text is filled in by `error`."""

    code: str
    text: str
    status: int = 400
    evidence: str = "O"

    def error(self, *, because: str = "", **values: object) -> AwsError:
        """The error to raise. `because` is the lab's reason, for the trace."""
        return AwsError(self.code, self.text.format(**values), self.status, because=because)


# --- cognito-idp: user pools (user-pools.md) ------------------------------------------------------

# --- cognito-identity: identity pools (identity-pools.md §2-§4) -----------------------------------

# --- STS (identity-pools.md §5) -------------------------------------------------------------------

# --- IAM policy grammar and IAM operations (identity-pools.md §7) ---------------------------------

# --- the gate: credentials and signatures (identity-pools.md §5, §9) ------------------------------

# --- API Gateway (identity-pools.md §8) -----------------------------------------------------------

# --- any service ----------------------------------------------------------------------------------
