"""The command line: arguments in, exit code out. No rules of its own.

Table libraries load inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from crmclean.errors import CrmcleanError

if TYPE_CHECKING:
    from crmclean.cli.app import UsageError

__all__ = ["main"]

_OUT_OF_MEMORY = 6
_DISK = 5
_BUG = 7
_INTERRUPTED = 130
_OBJECTS = 1_000_000
"""New objects after which python looks for garbage: 700 as it comes cost an eighth of a short run, in imports alone."""


def main() -> None:
    """Run the command line; every error that is not a bug becomes one clear message and its exit code."""
    gc.set_threshold(_OBJECTS, 50, 100)
    atexit.register(gc.freeze)  # a last look at all that was loaded would take a tenth of a short run
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # or it asks every installed package for some
    from crmclean.cli.app import UsageError, app  # noqa: PLC0415 - typer and rich load only for the command line

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows pipe is cp1252 and has no arrow
    try:
        sys.exit(app(prog_name="crmclean", standalone_mode=False))
    except UsageError as error:
        _stop(_one_line(error), error.exit_code)
    except CrmcleanError as error:
        _stop(str(error), error.exit_code)
    except MemoryError:
        _stop("out of memory: split the input, or run on a larger machine", _OUT_OF_MEMORY)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_DISK)
    except OSError as error:
        _stop(f"{error.strerror or error}: {error.filename or 'the system refused'}", _DISK)
    except KeyboardInterrupt:
        _stop("interrupted; nothing was written", _INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - a bug of ours is one line, too, and shows no record
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        _stop(f"internal error ({type(error).__name__} at {place}); please report it as a bug", _BUG)


def _one_line(error: UsageError) -> str:
    """Say what is wrong with the arguments, and who knows better; nothing where the help itself was the answer."""
    said = " ".join(error.format_message().split()).removesuffix(".")
    return f"{said}; see {error.ctx.command_path} --help" if said and error.ctx else said


def _stop(message: str, code: int) -> None:
    for line in message.splitlines():
        print(f"crmclean: {line}", file=sys.stderr)  # noqa: T201 - this is the command line
    sys.exit(code)
