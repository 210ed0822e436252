"""Use cases, without any command line."""

from .doctor import Check, doctor
from .project import Project
from .queries import Filters
from .single import analyse_file, read_file

__all__ = ["Check", "Filters", "Project", "analyse_file", "doctor", "read_file"]
