"""Make Spyne 2.14 work quietly on Python 3.11 to 3.13.

Import this module before Spyne. Spyne carries an old copy of six. Python 3.12 no longer understands its import hook, so
the real six.moves stands in for it. (Python 3.13 dropped the module cgi, which the package legacy-cgi provides.) Spyne
also collects garbage once a second inside a request, which has cost 58 ms. Its loggers write refused messages whole,
passwords included. Both are switched off.
"""

import importlib
import importlib.abc
import importlib.machinery
import logging
import sys
import warnings
from collections.abc import Sequence
from types import ModuleType

_OLD, _NEW = "spyne.util.six.moves", "six.moves"


class _SixFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Find spyne.util.six.moves and its submodules in the package six."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname == _OLD or fullname.startswith(f"{_OLD}."):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return importlib.import_module(_NEW + spec.name.removeprefix(_OLD))

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: six has already run the module."""


sys.meta_path.insert(0, _SixFinder())
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from spyne import const
    from spyne.protocol.soap import soap11  # noqa: F401  (imports cgi, which warns before Python 3.13)
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "spyne.util.six"]

const.MIN_GC_INTERVAL = float("inf")
logging.getLogger("spyne").setLevel(logging.CRITICAL + 1)
logging.getLogger("spyne").propagate = False
