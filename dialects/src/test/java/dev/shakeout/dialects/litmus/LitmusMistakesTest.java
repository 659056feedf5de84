package dev.shakeout.dialects.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.ForeignCorpus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a file is told with its place, and with what is allowed. */
class LitmusMistakesTest {
    private static final String ENGINE = """
            apiVersion: litmuschaos.io/v1alpha1
            kind: ChaosEngine
            metadata: {name: x}
            spec:
              appinfo: {appns: shop, applabel: app=web}
              experiments:
              - name: pod-delete
                spec:
                  probe:
                  - name: p
                    type: cmdProbe
                    mode: SOT
                    cmdProbe/inputs: {command: ls, comparator: {type: int, criteria: "==", value: "5"}}
                    runProperties: {probeTimeout: 5s, interval: 1s}
                  components:
                    env:
                    - {name: TOTAL_CHAOS_DURATION, value: "15"}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind: ChaosEngine      | kind: ChaosEngin        | 2:7: there is nothing to run in a 'ChaosEngin' of Litmus; did you mean 'ChaosEngine'?
            name: pod-delete       | name: pod-delet         | 7:11: Litmus's hub has no fault 'pod-delet'; did you mean 'pod-delete'?
            name: TOTAL_CHAOS_DURATION | name: TOTAL_CHAOS_DURATON | 17:18: pod-delete has no tunable 'TOTAL_CHAOS_DURATON'; did you mean 'TOTAL_CHAOS_DURATION'?
            value: "15"            | value: soon             | TOTAL_CHAOS_DURATION: 'soon' is no duration; must be a whole number of seconds, or a duration such as 30s
            applabel: app=web      | applabel: "app:web"     | 5:36: applabel: 'app:web' is no label selector; must be a label selector such as app=web
            appns: shop, applabel: app=web |               | which pods are meant is not said; give appns and applabel in appinfo
            applabel               | aplabel                 | 5:26: unknown key 'aplabel' in 'appinfo' of ChaosEngine x; did you mean 'applabel'?
            mode: SOT              | mode: SOD               | 12:15: mode: 'SOD' is not one of SOT, EOT, Edge, Continuous, OnChaos
            type: cmdProbe         | type: tcpProbe          | 11:15: type: 'tcpProbe' is not one of httpProbe, cmdProbe
            type: cmdProbe         | type: httpProbe         | 'httpProbe/inputs' is missing in a probe of ChaosEngine x
            criteria: "=="         | criteria: "="           | criteria: '=' is not one of >=, <=, >, <, ==, !=, oneOf, between
            value: "5"             | value: "5.5"            | value: '5.5' is no whole number, and the type is int; must be one number
            value: "5"             | value: five             | value: 'five' is no number; must be one number
            type: int              | type: bool              | type: 'bool' is not one of int, float, string
            probeTimeout: 5s       | probeTimeout: 5 s       | probeTimeout: '5 s' is no duration
            runProperties          | runProperty             | 'runProperties' is missing in a probe of ChaosEngine x
            mode: SOT              | mod: SOT                | 'mode' is missing in a probe of ChaosEngine x; it must be one of SOT, EOT
            experiments:           | experiment:             | 'experiments' is missing in 'spec' of ChaosEngine x; it must have at least one
            """)
    void ofAnEngine(String right, String wrong, String told) {
        assertThat(mistakes(ENGINE.replace(right, wrong == null ? "" : wrong))).contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pod-delete            | CHAOS_INTERVAL   | 1ms          | that is 15000 times, and at most 500 can be planned
            pod-delete            | SEQUENCE         | random       | SEQUENCE: 'random' is not one of parallel, serial
            pod-delete            | PODS_AFFECTED_PERC | "150"      | PODS_AFFECTED_PERC
            pod-network-latency   | NETWORK_LATENCY  | slow         | a whole number of milliseconds, or a duration such as 30s
            pod-network-loss      | DESTINATION_IPS  | 1.1.1.1      | the destinations have different ports
            pod-network-rate-limit | NETWORK_BANDWIDTH | fast       | 'fast' is no rate
            pod-dns-error         | TARGET_HOSTNAMES | shop.example | 'shop.example' is no JSON
            pod-dns-spoof         | SPOOF_MAP        | '["a"]'      | SPOOF_MAP: found a list where an object belongs
            pod-http-status-code  | STATUS_CODE      | "99"         | STATUS_CODE: 99
            pod-http-modify-header | HEADERS_MAP     | "{}"         | HEADERS_MAP names no header
            pod-network-partition | POD_SELECTOR     | a in (b      | selector
            node-taint            | TAINTS           | none         | 'none' is no taint; must be key=value:effect
            """)
    void ofATunable(String fault, String tunable, String value, String told) {
        String written = value.equals("1.1.1.1") ? "\"1.1.1.1|80,2.2.2.2\"" : value;
        assertThat(mistakes(ENGINE.replace("pod-delete", fault) + "        - {name: " + tunable + ", value: " + written
                        + "}\n"))
                .contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            , operation: create                  | `data: {}`                            | 'data' is missing beside the inputs
            , namespace: shop, operation: create | `data: "kind: ConfigMap"`             | data: its apiVersion is '', and that of the inputs 'v1'
            , namespace: shop, operation: create | `data: "[]"`                          | data: must be the manifest of one object
            , namespace: shop, operation: create | `data: "a: [b"`                       | in the text that begins here, line 1
            , operation: create                  | `data: "{apiVersion: v1, kind: ConfigMap}"` | 'namespace' is missing in 'k8sProbe/inputs'
            , operation: delete                  | `data: ""`                            | 'namespace' is missing in 'k8sProbe/inputs'
            , namespace: shop, operation: make   | `data: ""`                            | operation: 'make' is not one of present, absent, create, delete
            """)
    void ofAProbeThatChangesSomething(String inputs, String data, String told) {
        String probe = ENGINE.replace("type: cmdProbe", "type: k8sProbe")
                .replaceFirst(
                        "cmdProbe/inputs: .*",
                        "k8sProbe/inputs: {version: v1, resource: configmaps" + inputs + "}\n"
                                + (data.equals("data: {}") ? "" : "        " + data));
        assertThat(mistakes(probe)).contains(told);
    }

    @Test
    void aMistakeInAnArtifactIsToldWhereItsTextBegins() {
        String workflow = ForeignCorpus.text(Path.of("src/test/resources/litmus/workflow.yaml"));
        int line = (int) workflow.substring(0, workflow.indexOf("kind: ChaosEngine"))
                        .lines()
                        .count()
                - 2;

        assertThat(mistakes(workflow.replaceFirst("engineState: active", "engineStat: active")))
                .contains(
                        line
                                + ":17: unknown key 'engineStat' in 'spec' of ChaosEngine pod-delete-x1; did you mean 'engineState'?");
        assertThat(mistakes(workflow.replaceFirst("kind: ChaosEngine", "kind: [ChaosEngine")))
                .contains(line + ":17: in the text that begins here, line 3, column 9: not valid YAML");
    }

    @Test
    void ofAWorkflow() {
        String workflow = ForeignCorpus.text(Path.of("src/test/resources/litmus/workflow.yaml"));

        assertThat(mistakes(workflow.replace("entrypoint: custom-chaos", "entrypoint: chaos")))
                .contains("7:15: there is no template 'chaos'");
        assertThat(mistakes(workflow.replace("template: wait", "template: custom-chaos")))
                .contains("the template 'custom-chaos' is a step of itself");
    }

    @Test
    void aChaosExperimentAloneIsNothingToRun() {
        assertThat(mistakes("""
                apiVersion: litmuschaos.io/v1alpha1
                kind: ChaosExperiment
                metadata: {name: x}
                spec: {definition: {env: []}}
                """))
                .contains("1:1: a ChaosExperiment only says what a fault is; give the ChaosEngine too that runs it");
    }

    private static String mistakes(String text) {
        return String.join("\n", Mistakes.in(() -> ForeignCorpus.translated(text, Choices.DEFAULT)));
    }
}
