"""Ways to run work: on this machine, or on a cluster."""

from .dask import DaskExecutor
from .local import LocalExecutor
from .serial import SerialExecutor

__all__ = ["DaskExecutor", "LocalExecutor", "SerialExecutor"]
