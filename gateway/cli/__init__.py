"""The command line: `lrs-gateway`.

Errors go to standard error in one line, with exit code 1.
"""

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from gateway import __version__
from gateway.cli.printing import PrintableGroup
from gateway.garbage_collection import without_collections

_COMMANDS = {
    "audit": "gateway.cli.audit:audit",
    "batch": "gateway.cli.batch:batch",
    "challenge": "gateway.cli.challenge:challenge",
    "completion": "gateway.cli.completion:completion",
    "conformance": "gateway.cli.conformance:conformance",
    "contract": "gateway.cli.contract:contract",
    "demo": "gateway.cli.register:load_demo",
    "doctor": "gateway.cli.doctor:doctor",
    "duplicates": "gateway.cli.duplicates:duplicates",
    "events": "gateway.cli.events:events",
    "learner": "gateway.cli.learner:learner",
    "match": "gateway.cli.matching:match_",
    "matching": "gateway.cli.matching:matching",
    "migrate": "gateway.cli.register:migrate",
    "organisation": "gateway.cli.organisation:organisation",
    "sandbox": "gateway.cli.sandbox:sandbox",
    "scenarios": "gateway.cli.scenarios:scenarios",
    "serve": "gateway.cli.serve:serve",
    "settings": "gateway.cli.settings:settings",
    "worker": "gateway.cli.worker:worker",
}
"""Module and name of each command.

A command is imported when it is run: to import all of them takes most of a second.
"""


class LazyGroup(PrintableGroup):
    """A group that imports a command when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of the commands."""
        return sorted(_COMMANDS)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the words that a shell may complete.

        Click would import every command, to describe it.
        """
        names = [CompletionItem(name) for name in self.list_commands(ctx) if name.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, or None."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        with without_collections():
            command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lrs-gateway")
def main() -> None:
    """A SOAP gateway for the registration of learners.

    It registers learners, issues ULNs and returns learning records. Begin with `lrs-gateway migrate`, `lrs-gateway
    demo` and `lrs-gateway serve`. Settings are environment variables: GATEWAY_DATABASE_URL says where the register is,
    GATEWAY_BIND where to listen, GATEWAY_CONFIG names a file with settings. `lrs-gateway settings` lists them all.
    """
    from gateway.cli.settings import warn_of_unknown_settings  # noqa: PLC0415  (it is a command too)

    warn_of_unknown_settings()
