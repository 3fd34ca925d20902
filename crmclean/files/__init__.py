"""Files and databases in, files out: tables with quarantine, and the output folder that appears whole or not at all."""

from crmclean.files.escape import Purpose, escape, escape_table, risky_cells, unescape, unescape_table
from crmclean.files.input import Input
from crmclean.files.lines import lines_of
from crmclean.files.lock import OccupiedError
from crmclean.files.output import OutputFolder
from crmclean.files.read import TooManyQuarantinedError, read
from crmclean.files.write import write_csv, write_text

__all__ = [
    "Input",
    "OccupiedError",
    "OutputFolder",
    "Purpose",
    "TooManyQuarantinedError",
    "escape",
    "escape_table",
    "lines_of",
    "read",
    "risky_cells",
    "unescape",
    "unescape_table",
    "write_csv",
    "write_text",
]
