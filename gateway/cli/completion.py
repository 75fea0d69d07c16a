"""`lrs-gateway completion`: complete commands in a shell."""

import click
from click.shell_completion import get_completion_class

from gateway.cli.printing import say
from gateway.cli.shared import Failed, in_one_line

_PROGRAM = "lrs-gateway"
_VARIABLE = "_LRS_GATEWAY_COMPLETE"
"""The variable by which the shell asks Click for words."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
@in_one_line
def completion(context: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands and options.

    bash: put `eval "$(lrs-gateway completion bash)"` in ~/.bashrc. zsh: put `eval "$(lrs-gateway completion zsh)"` in
    ~/.zshrc, after compinit. fish: write the output to ~/.config/fish/completions/lrs-gateway.fish.
    """
    form = get_completion_class(shell)
    if form is None:
        raise Failed(f"{shell} is not known")
    script = form(context.find_root().command, {}, _PROGRAM, _VARIABLE).source()
    for line in script.splitlines():
        say(line)
