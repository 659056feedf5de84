package dev.shakeout.operator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would reach the operator's own pod is refused, wherever in an experiment it stands. */
class ConfinedTest {
    private final Confined confined = new Confined(Catalog.installed());

    @Test
    void whatGoesThroughTheApiServerOrIsARequestMayBeDone() {
        assertThatCode(() -> check("""
                {"secrets": {"shop": {"provider": {"type": "env", "key": "TOKEN"}, "controls": "x"}}, "controls": [],
                 "configuration": {"provider": "cloud", "controls": true},
                 "steady-state-hypothesis": {"probes": [{"provider": {"type": "workload", "name": "web"}}]},
                 "method": [
                   {"provider": {"type": "fault", "fault": "pod/delete", "target": {"kind": "pod", "labels": {"provider": "cloud", "type": "vault"}}}},
                   {"provider": {"type": "http", "url": "http://web"}}, {"ref": "served"}],
                 "safety": {"halt-when": [{"probe": {"provider": {"type": "load"}}}]}}""")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'method': [{'provider': {'type': 'process', 'path': 'id'}}]}"
                        + "|method[0]: a provider of type 'process' is not called in a cluster",
                "{'rollbacks': [{'provider': {'type': 'python', 'module': 'os'}}]}|rollbacks[0]: a provider of type 'python'",
                "{'method': [{'provider': '${what}'}]}|a provider of type ''",
                "{'method': [{'provider': {'type': '${type}'}}]}|a provider of type '${type}'",
                "{'steady-state-hypothesis': {'probes': [{'tolerance': {'type': 'probe', 'provider': {'type': 'process'}}}]}}"
                        + "|steady-state-hypothesis.probes[0].tolerance: a provider of type 'process'",
                "{'configuration': {'x': {'type': 'probe', 'provider': {'type': 'process'}}}}"
                        + "|configuration.x: a provider of type 'process'",
                "{'secrets': {'a': {'b': {'type': 'vault', 'path': 'x'}}}}|secrets.a.b: a Vault would be asked",
                "{'secrets': {'a': {'type': 'vault', 'path': 'x'}}}|secrets.a: a Vault would be asked",
                "{'controls': [{'provider': {'type': 'python'}}]}|controls are Python",
                "{'method': [{'controls': [{'name': 'x'}]}]}|method[0]: controls are Python",
                "{'links': {'db': '/tmp'}}|'links' name folders of a host",
                "{'method': [{'provider': {'type': 'fault', 'fault': 'process/kill', 'target': {'kind': 'process'}}}]}"
                        + "|not 'process'",
                "{'method': [{'provider': {'type': 'fault', 'target': {'kind': '${kind}'}}}]}|not '${kind}'",
                "{'method': [{'provider': {'type': 'fault', 'target': '${target}'}}]}|not ''"
            })
    void whatRunsAProgramOrHitsAHostMayNot(String experiment, String words) {
        assertThatThrownBy(() -> check(experiment.replace('\'', '"')))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(words);
    }

    private void check(String experiment) {
        confined.check((Json.Obj) JsonReader.read(experiment));
    }
}
