"""One broken plugin must cost that plugin alone."""

from __future__ import annotations

import sys

import pytest

from evidencescan.errors import PluginError
from evidencescan.host import Host, HostOptions

GOOD = {"good": "good_plugin"}


def host(*names: str, **rest: object) -> Host:
    return Host(HostOptions(only=("good", *names), without=("builtin",)), **rest)  # type: ignore[arg-type]


def test_a_good_plugin_provides_everything(install):
    install(**GOOD)
    loaded = host()
    assert [reader.name for reader in loaded.readers] == ["note"]
    assert [analyser.name for analyser in loaded.analysers] == ["word"]
    assert [catalogue.name for catalogue in loaded.catalogues] == ["notes"]
    assert loaded.executor("serial").name == "serial"
    assert loaded.failures == ()
    states = {plugin.name: plugin.state for plugin in loaded.plugins()}
    assert states["good"] == "loaded"
    assert states["builtin"] == "disabled"


@pytest.mark.parametrize(
    ("module", "phase", "words"),
    [
        ("broken_import", "import", "a_library_that_nobody_has"),
        ("exits_on_import", "import", "SystemExit: 7"),
        ("misspelt_hook", "hooks", "register_reader"),
        ("wrong_version", "version", "2.0"),
        ("raises_in_hook", "register_exporters", "no exporter today"),
        ("not_a_reader", "register_readers", "object lacks a member of Reader"),
        ("takes_a_name", "register_readers", "'note' is already registered by 'good'"),
        ("no_such_module", "import", "no_such_module"),
    ],
)
def test_a_broken_plugin_is_recorded_and_the_rest_work(install, module, phase, words):
    install(**GOOD, sick=module)
    loaded = host("sick")
    assert [(failure.name, failure.phase) for failure in loaded.failures] == [("sick", phase)]
    assert words in loaded.failures[0].message
    assert [reader.name for reader in loaded.readers] == ["note"]
    assert [analyser.name for analyser in loaded.analysers] == ["word"], "what a failed plugin registered is withdrawn"
    assert {plugin.name: plugin.state for plugin in loaded.plugins()}["sick"] == "failed"


def test_what_is_not_allowed_is_not_imported(install):
    install(**GOOD, sick="exits_on_import")
    sys.modules.pop("good_plugin", None)
    loaded = Host(HostOptions(only=("builtin",), without=("builtin",)))
    assert loaded.names == ()
    assert "good_plugin" not in sys.modules
    assert loaded.failures == ()


def test_builtin_is_kept_unless_it_is_excluded_by_name():
    options = HostOptions(only=("legislative",))
    assert options.allows("builtin")
    assert not options.allows("protection")
    assert not HostOptions(without=("builtin",)).allows("builtin")


def test_the_variable_allows_and_excludes():
    environ = {"EVIDENCESCAN_PLUGINS": "legislative, protection,-cooperation"}
    assert HostOptions.of(environ=environ) == HostOptions(("legislative", "protection"), ("cooperation",))
    assert HostOptions.of(only=("good",), without=("bad",), environ=environ) == HostOptions(
        ("good",), ("bad", "cooperation")
    )
    assert HostOptions.of(environ={}) == HostOptions()


def test_an_unknown_name_is_the_users_mistake():
    with pytest.raises(PluginError, match="no plugin is named 'legislativ'"):
        Host(HostOptions(only=("legislativ",)))


def test_the_same_name_from_two_distributions(install):
    install(**GOOD)
    install(distribution="other-tests", good="raising_analyser")
    loaded = host()
    assert [analyser.name for analyser in loaded.analysers] == ["word"]
    assert [(failure.name, failure.phase) for failure in loaded.failures] == [("good (other-tests)", "find")]


def test_order_is_by_name_after_the_built_in_plugin(install):
    install(zebra="good_plugin", ant="raising_analyser")
    loaded = Host(HostOptions(only=("zebra", "ant"), without=("builtin",)))
    assert loaded.names == ("ant", "zebra")
    assert next(plugin.name for plugin in loaded.plugins()) == "builtin"


def test_two_hosts_share_nothing(install):
    install(**GOOD)
    first, second = host(), host(kinds=("reader",))
    assert first.analysers
    assert second.analysers == ()


def test_an_unknown_executor_names_those_that_are_known(install):
    install(**GOOD)
    with pytest.raises(PluginError, match="no executor is named 'cloud'") as caught:
        host().executor("cloud")
    assert "serial, local" in caught.value.advice


def test_what_is_read_late_is_checked_when_asked_for(install):
    install(**GOOD, hasty="wrong_rules")
    loaded = host("hasty")
    assert loaded.failures == ()
    assert [analyser.name for analyser in loaded.analysers] == ["word", "wrong-rules"]
    loaded.check()
    (failure,) = loaded.failures
    assert (failure.name, failure.phase) == ("hasty", "check")
    assert "en.toml: rule 1: says is missing" in failure.message
    assert [analyser.name for analyser in loaded.analysers] == ["word"]
