"""Shells complete commands and options."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.served import COMMAND, environment, run_command

SHELLS = ("bash", "zsh", "fish")


def completed(*words: str) -> list[str]:
    """Return what bash would offer for the last word."""
    ran = run_command(
        _LRS_GATEWAY_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(("lrs-gateway", *words)),
        COMP_CWORD=str(len(words)),
    )
    assert (ran.code, ran.err) == (0, "")
    return [line.partition(",")[2] for line in ran.out.splitlines()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["org"], ["organisation"]),
        (["ma"], ["match", "matching"]),
        (["--vers"], ["--version"]),
        (["organisation", "re"], ["resume"]),
        (["organisation", "add", "--rea"], ["--reason"]),
        (["organisation", "roles", "10001234", "--role", "p"], ["plr"]),
        (["completion", ""], list(SHELLS)),
    ],
)
def test_commands_options_and_choices_are_offered(words: list[str], offered: list[str]) -> None:
    assert completed(*words) == offered


def test_the_first_word_is_offered_without_importing_any_command() -> None:
    variables = environment(_LRS_GATEWAY_COMPLETE="bash_complete", COMP_WORDS="lrs-gateway ", COMP_CWORD="1")
    ran = subprocess.run(
        [COMMAND.with_name("python"), "-X", "importtime", COMMAND],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "plain,learner" in ran.stdout.splitlines()
    assert "sqlalchemy" not in ran.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_the_script(shell: str, tmp_path: Path) -> None:
    ran = run_command("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    script = tmp_path / "script"
    script.write_text(ran.out)
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([program, "-n", script], check=True, capture_output=True)


def test_bash_completes_a_word_by_the_script() -> None:
    program = shutil.which("bash")
    if program is None:
        pytest.skip("bash is not installed")
    asked = (
        'eval "$(lrs-gateway completion bash)"; complete -p lrs-gateway; '
        "COMP_WORDS=(lrs-gateway organisation sus); COMP_CWORD=2; _lrs_gateway_completion lrs-gateway; "
        'echo "${COMPREPLY[@]}"'
    )
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run([program, "-c", asked], env=environment(PATH=path), capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["complete -o nosort -F _lrs_gateway_completion lrs-gateway", "suspend"]


def test_another_shell_is_refused() -> None:
    assert run_command("completion", "tcsh").code == 2
