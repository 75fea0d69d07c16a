"""Make `python -m gateway.cli` do what `lrs-gateway` does."""

from gateway.cli import main

main()
