"""The ground floor: clock, ids, errors, trace, tokens. Nothing here knows AWS services or Jupyter."""
