"""Finding, loading and isolating plugins: one that is broken is recorded, and the rest work on."""

from .host import ALL_KINDS, WORKER_KINDS, Host
from .options import BUILTIN, HostOptions
from .plugins import PluginFailure, PluginInfo

__all__ = ["ALL_KINDS", "BUILTIN", "WORKER_KINDS", "Host", "HostOptions", "PluginFailure", "PluginInfo"]
