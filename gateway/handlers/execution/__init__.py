"""How a call or an operator's action runs: admission, transaction, audit row, log line."""
