"""A message as a mapping of its members."""

from collections.abc import Mapping
from typing import Any

Message = Mapping[str, Any]
"""A message or a part of one. A member that is absent, nil or empty on the wire is not in the mapping."""

Members = dict[str, Any]
"""A message or a part of one while it is put together."""
