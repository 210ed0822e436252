"""The host: plugins in, readers, analysers, catalogues, exporters, executors and a hook relay out."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any, Protocol, runtime_checkable

import pluggy

from evidencescan.api import hookspecs
from evidencescan.api.markers import PROJECT
from evidencescan.api.protocols import Analyser, Catalogue, Executor, Exporter, ModelStore, Reader
from evidencescan.errors import PluginError

from .models import installed_models
from .options import HostOptions
from .plugins import PluginFailure, PluginInfo, check_names, check_version, describe, distribution_of, installed
from .registry import NamedRegistry

WORKER_KINDS = ("reader", "analyser")
ALL_KINDS = ("reader", "analyser", "catalogue", "exporter", "executor")

_HOOKS = {
    "reader": ("register_readers", Reader),
    "analyser": ("register_analysers", Analyser),
    "catalogue": ("register_catalogues", Catalogue),
    "exporter": ("register_exporters", Exporter),
    "executor": ("register_executors", Executor),
}


@runtime_checkable
class Checkable(Protocol):
    """An analyser that puts off reading its data."""

    def check(self) -> None:
        """Read it all; raise where anything is wrong."""
        ...


class Host:
    """The plugins of one process. Building it never raises for a broken plugin: `failures` says which and why.

    ``kinds`` names what to register: a worker needs readers and analysers alone. Raises PluginError where
    ``options`` names a plugin that is not installed.
    """

    def __init__(
        self,
        options: HostOptions | None = None,
        *,
        kinds: tuple[str, ...] = ALL_KINDS,
        models: ModelStore | None = None,
    ) -> None:
        self.options = options or HostOptions()
        self.models = models or installed_models()
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._registries = {kind: NamedRegistry[Any](kind, protocol) for kind, (_, protocol) in _HOOKS.items()}
        self._failures: list[PluginFailure] = []
        self._points = installed()
        check_names(self.options.only + self.options.without, (point.name for point in self._points))
        for point in self._points:
            if self.options.allows(point.name):
                self._admit(point)
        for kind in kinds:
            for name in self.names:
                self._register(kind, name)

    @property
    def hook(self) -> pluggy.HookRelay:
        """The relay through which the hooks that observe and choose are called."""
        return self._manager.hook

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the plugins at work, in order."""
        return tuple(name for name, _ in self._manager.list_name_plugin())

    @property
    def failures(self) -> tuple[PluginFailure, ...]:
        """The plugins that take no part."""
        return tuple(self._failures)

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Every reader."""
        return self._items("reader")

    @property
    def analysers(self) -> tuple[Analyser, ...]:
        """Every analyser."""
        return self._items("analyser")

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every catalogue of indicators."""
        return self._items("catalogue")

    @property
    def exporters(self) -> tuple[Exporter, ...]:
        """Every export format."""
        return self._items("exporter")

    @property
    def executors(self) -> tuple[Executor, ...]:
        """Every way to run work."""
        return self._items("executor")

    def executor(self, name: str) -> Executor:
        """Return the executor ``name``; raises PluginError where there is none."""
        for executor in self.executors:
            if executor.name == name:
                return executor
        known = ", ".join(executor.name for executor in self.executors)
        advice = f"Known executors: {known or 'none'}."
        if self._failures:
            advice += " Some plugins take no part: `evidencescan plugins list` says why."
        raise PluginError(f"no executor is named {name!r}", advice=advice)

    def add_commands(self, cli: Any) -> None:
        """Let plugins add click commands to the group ``cli``; one that raises becomes a failure."""
        for name in self.names:
            self._call("register_commands", name, {"cli": cli})

    def check(self) -> None:
        """Read what analysers read only when they work, such as rule files; a plugin with a fault in it is excluded.

        A scan does without: there a fault costs the documents that it concerns this analyser's result.
        """
        registry = self._registries["analyser"]
        for name in self.names:
            try:
                for analyser in registry.of(name):
                    if isinstance(analyser, Checkable):
                        analyser.check()
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may raise anything; it is recorded
                self.exclude(name, "check", error)

    def plugins(self) -> list[PluginInfo]:
        """Return every installed plugin with its state, in order."""
        failed = {failure.name for failure in self._failures}
        listed = []
        for point in self._points:
            distribution, version = distribution_of(point)
            state = "failed" if point.name in failed else "loaded" if point.name in self.names else "disabled"
            provides = tuple(
                (kind, item) for kind, registry in self._registries.items() for item in registry.names_of(point.name)
            )
            listed.append(PluginInfo(point.name, distribution, version, point.value, state, provides))
        return listed

    def exclude(self, name: str, phase: str, error: BaseException) -> None:
        """Take the plugin ``name`` out for good, and record why."""
        self._failures.append(PluginFailure(name, phase, describe(error)))
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)
        for registry in self._registries.values():
            registry.withdraw(name)

    def _admit(self, point: EntryPoint) -> None:
        """Import, check and register one plugin; a failure of any kind is recorded."""
        phase = "import"
        if self._manager.has_plugin(point.name):
            owner = distribution_of(point)[0]
            message = f"the name is taken; the plugin of the same name in {owner!r} was left out"
            self._failures.append(PluginFailure(f"{point.name} ({owner})", "find", message))
            return
        try:
            module = point.load()
            phase = "version"
            check_version(module)
            phase = "register"
            self._manager.register(module, name=point.name)
            phase = "hooks"
            self._manager.check_pending()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may raise anything; it is recorded
            self.exclude(point.name, phase, error)

    def _register(self, kind: str, name: str) -> None:
        hook, _ = _HOOKS[kind]
        registry = self._registries[kind]
        registry.speak_for(name)
        arguments: dict[str, Any] = {"registry": registry}
        if kind == "analyser":
            arguments["models"] = self.models
        self._call(hook, name, arguments)

    def _call(self, hook: str, name: str, arguments: dict[str, Any]) -> None:
        """Call a registration hook of one plugin alone, so that an exception costs that plugin alone."""
        others = [plugin for other, plugin in self._manager.list_name_plugin() if other != name]
        try:
            self._manager.subset_hook_caller(hook, others)(**arguments)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may raise anything; it is recorded
            self.exclude(name, hook, error)

    def _items(self, kind: str) -> tuple[Any, ...]:
        return self._registries[kind].items()
