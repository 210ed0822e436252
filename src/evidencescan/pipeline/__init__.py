"""From files to the database: what is missing, who works on it, and how it is saved."""

from .packing import assemble
from .profiles import KEYS, Profiles, overrides
from .report import Failure, ScanReport
from .scan import ScanOptions, scan
from .walk import check_paths
from .worker import Worker, WorkerOptions

__all__ = [
    "KEYS",
    "Failure",
    "Profiles",
    "ScanOptions",
    "ScanReport",
    "Worker",
    "WorkerOptions",
    "assemble",
    "check_paths",
    "overrides",
    "scan",
]
