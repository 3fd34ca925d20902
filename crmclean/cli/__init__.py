"""The command line: arguments in, exit code out. No rules of its own.

Table libraries load inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmclean.cli.stops import StoppedError, stoppable
from crmclean.errors import CrmcleanError, printable

if TYPE_CHECKING:
    from crmclean.cli.app import UsageError

__all__ = ["main"]

_OUT_OF_MEMORY = 6
_DISK = 5
_BUG = 7
_OBJECTS = 1_000_000
"""New objects after which python looks for garbage: 700 as it comes cost an eighth of a short run, in imports alone."""


def main() -> None:
    """Run the command line; every error that is not a bug becomes one clear message and its exit code."""
    gc.set_threshold(_OBJECTS, 50, 100)
    atexit.register(gc.freeze)  # a last look at all that was loaded would take a tenth of a short run
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # or it asks every installed package for some
    _open_streams()
    try:
        with stoppable():
            sys.exit(_command())
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # typer takes it for itself, and says 1, as if of findings
            sys.exit(_DISK)
        raise
    except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
        _stop(*_told(error))


def _open_streams() -> None:
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed (`2>&-`): else the next file of ours would have its number
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows pipe is cp1252 and has no arrow


def _command() -> Any:  # noqa: ANN401 - the exit code, or None, as typer has it
    from crmclean.cli.app import UsageError, app  # noqa: PLC0415 - typer and rich load only for the command line

    try:
        return app(prog_name="crmclean", standalone_mode=False)
    except UsageError as error:
        raise CrmcleanError(_one_line(error)) from None


def _told(error: BaseException) -> tuple[str, int]:
    """Say what ended the command, and its exit code; a bug of ours is one line, too, and shows no record."""
    if isinstance(error, CrmcleanError):
        return str(error), error.exit_code
    if isinstance(error, StoppedError):
        return f"stopped by {error}; nothing is left half-written", error.exit_code
    if _of_memory(error):
        asked = f" ({error})" if str(error) else ""
        return f"out of memory{asked}: split the input, or run on a larger machine", _OUT_OF_MEMORY
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or 'the system refused'}", _DISK
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    return f"internal error ({type(error).__name__} at {place}); please report it as a bug", _BUG


def _of_memory(error: BaseException) -> bool:
    """Whether memory ran out: also where the system says so, or has no room for the stack of a thread."""
    asked = isinstance(error, OSError) and error.errno == errno.ENOMEM
    return asked or isinstance(error, MemoryError) or "can't start new thread" in str(error)


def _one_line(error: UsageError) -> str:
    """Say what is wrong with the arguments, and who knows better; nothing where the help itself was the answer."""
    said = " ".join(error.format_message().split()).removesuffix(".")
    return f"{said}; see {error.ctx.command_path} --help" if said and error.ctx else said


def _stop(message: str, code: int) -> None:
    for line in message.splitlines():
        print(f"crmclean: {printable(line)}", file=sys.stderr)  # noqa: T201 - this is the command line
    sys.exit(code)
