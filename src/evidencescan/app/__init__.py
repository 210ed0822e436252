"""Use cases, without any command line."""

from .doctor import Check, doctor
from .export import VIEWS
from .merge import merge
from .project import Project
from .queries import Filters
from .single import analyse_file, read_file

__all__ = ["VIEWS", "Check", "Filters", "Project", "analyse_file", "doctor", "merge", "read_file"]
