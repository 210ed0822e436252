"""What registration hooks are given: a registry that knows which plugin is speaking."""

from __future__ import annotations

from typing import Generic, TypeVar

from evidencescan.errors import PluginError

T = TypeVar("T")


class NamedRegistry(Generic[T]):
    """Objects of one kind by name, in the order of their plugins."""

    def __init__(self, kind: str, protocol: type) -> None:
        self.kind = kind
        self._protocol = protocol
        self._items: dict[str, tuple[str, T]] = {}
        self._plugin = ""

    def speak_for(self, plugin: str) -> None:
        """Attribute what is added from now on to ``plugin``."""
        self._plugin = plugin

    def add(self, item: T) -> None:
        """Register ``item``; raises PluginError where it is of another kind, unnamed, or its name is taken."""
        if not isinstance(item, self._protocol):
            raise PluginError(f"{type(item).__name__} lacks a member of {self._protocol.__name__}")
        name = getattr(item, "name", None)
        if not isinstance(name, str) or not name:
            raise PluginError(f"{type(item).__name__} has no name")
        if name in self._items:
            raise PluginError(f"the {self.kind} {name!r} is already registered by {self._items[name][0]!r}")
        self._items[name] = (self._plugin, item)

    def withdraw(self, plugin: str) -> None:
        """Forget what ``plugin`` registered."""
        self._items = {name: pair for name, pair in self._items.items() if pair[0] != plugin}

    def items(self) -> tuple[T, ...]:
        """Return all items in order of registration."""
        return tuple(item for _, item in self._items.values())

    def of(self, plugin: str) -> tuple[T, ...]:
        """Return the items that ``plugin`` registered."""
        return tuple(item for owner, item in self._items.values() if owner == plugin)

    def names_of(self, plugin: str) -> tuple[str, ...]:
        """Return the names that ``plugin`` registered."""
        return tuple(name for name, pair in self._items.items() if pair[0] == plugin)
