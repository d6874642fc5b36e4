"""The ground floor: clock, ids, errors, trace, tokens. Nothing here knows a service or Jupyter."""
