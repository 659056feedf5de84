package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class of mistake, told at its exact place with what is allowed. Expectations stand after ">>>" lines. */
class MistakesTest {
    /** Three lines, so that what a case adds starts on line 4. */
    private static final String HEAD = "title: t\ndescription: d\n#\n";

    private static final String METHOD = "method: []\n";

    private static final String ACTION = "method:\n  - type: action\n    name: a\n    provider:\n";

    private static final String PROBE = """
            method: []
            steady-state-hypothesis:
              title: h
              probes:
                - {type: probe, name: p, provider: {type: http, url: u}, tolerance: 200}
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"topLevel", "activities", "providers", "tolerances", "settings", "safety"})
    void is_told_at_its_place(String what, String text, String expected) {
        assertThat(Mistakes.in("x.yaml", HEAD + text))
                .containsExactlyElementsOf(expected.lines().toList());
    }

    private static Arguments of(String what, String text, String... expected) {
        return Arguments.of(what, text, String.join("\n", expected));
    }

    private static String tolerance(String tolerance) {
        return PROBE.replace("tolerance: 200", "tolerance: " + tolerance);
    }

    static Stream<Arguments> topLevel() {
        return Stream.of(
                of("nothing wrong", METHOD + "x-mine: {a: 1}\nversion: 1.0\ncontributions: {a: high}\ndry: false\n"),
                of("no method", "", "1:1: 'method' is missing in the experiment"),
                of("empty method value", "method:\n", "4:1: 'method' has no value in the experiment"),
                of(
                        "unknown key",
                        METHOD + "rolbacks: []\n",
                        "5:1: unknown key 'rolbacks' in the experiment; did you mean 'rollbacks'? (allowed: title,"
                                + " description, tags, version, contributions, configuration, secrets,"
                                + " steady-state-hypothesis, method, rollbacks, controls, extensions, runtime, dry,"
                                + " safety, links, $schema)"),
                of("method is no list", "method: {}\n", "4:9: 'method' must be a list; found an object"),
                of(
                        "tags",
                        METHOD + "tags: [a, '', 3]\n",
                        "5:11: tags: the text is empty; must be text that is not empty",
                        "5:15: tags: found a number (3) where text belongs; put it in quotes"),
                of("controls", METHOD + "controls: [{name: c}]\n", "5:12: 'provider' is missing in the control 'c'"),
                of(
                        "dry",
                        METHOD + "dry: action\n",
                        "5:6: dry: 'action' is not one of nothing, probes, actions, activities, pause; did you mean"
                                + " 'actions'?"),
                of(
                        "extension without name",
                        METHOD + "extensions: [{a: 1}]\n",
                        "5:14: 'name' is missing in an extension; it must be text that is not empty"),
                of(
                        "strategies",
                        METHOD + "runtime:\n  hypothesis: {strategy: continuosly}\n  rollbacks: {strategy: allways}\n",
                        "6:26: strategy: 'continuosly' is not one of default, before-method-only, after-method-only,"
                                + " during-method-only, continuously, skip; did you mean 'continuously'?",
                        "7:25: strategy: 'allways' is not one of default, always, never, deviated; did you mean"
                                + " 'always'?"),
                of(
                        "hypothesis without title",
                        METHOD + "steady-state-hypothesis: {probes: []}\n",
                        "5:26: 'title' is missing in 'steady-state-hypothesis'; it must be text that is not empty"),
                of(
                        "links",
                        METHOD + "links:\n  a: {controll: x}\n  b: [x]\n  c: ''\n  d: \"x\\0\"\n",
                        "6:6: 'control' is missing in link 'a'; it must be the path of the proxy's control folder",
                        "6:7: unknown key 'controll' in link 'a'; did you mean 'control'? (allowed: control)",
                        "7:6: link 'b' must be an object; found a list",
                        "8:6: link 'c': the text is empty; must be text that is not empty",
                        "9:6: link 'd': 'x\\u0000' is not a path: Nul character not allowed; must be the path of the"
                                + " proxy's control folder"));
    }

    static Stream<Arguments> activities() {
        return Stream.of(
                of("no object", "method: [x]\n", "4:10: an activity must be an object; found text (x)"),
                of(
                        "nothing in it",
                        "method:\n  - {}\n",
                        "5:5: 'type' is missing in an activity; it must be one of probe, action",
                        "5:5: 'name' is missing in an activity; it must be text that is not empty",
                        "5:5: 'provider' is missing in an activity"),
                of(
                        "type",
                        "method:\n  - {type: actoin, name: a, provider: {type: http, url: u}}\n",
                        "5:12: type: 'actoin' is not one of probe, action; did you mean 'action'?"),
                of(
                        "unknown key",
                        "method:\n  - {type: action, name: a, provider: {type: http, url: u}, pause: 3}\n",
                        "5:61: unknown key 'pause' in an activity; did you mean 'pauses'? (allowed: type, name,"
                                + " provider, background, pauses, timeout, controls, dry, tolerance, within)"),
                of(
                        "tolerance of an action",
                        "method:\n  - {type: action, name: a, provider: {type: http, url: u}, tolerance: 3, within: 1s}\n",
                        "5:61: 'tolerance' goes with a probe only, and this is an action",
                        "5:75: 'within' goes with a probe only, and this is an action"),
                of(
                        "pauses, background, within, timeout",
                        "method:\n  - type: probe\n    name: a\n    provider: {type: http, url: u}\n"
                                + "    pauses: {before: -1, after: soon, during: 1}\n    background: 1\n"
                                + "    within: 10\n    timeout: [1]\n",
                        "8:22: before: -1 is out of range; must be a number of seconds or a duration such as 500ms,"
                                + " from 0 ms to 24 h 0 m",
                        "8:33: after: 'soon' is not a duration; write it with its unit, such as 400ms, 30s or 1m30s",
                        "8:39: unknown key 'during' in 'pauses' (allowed: before, after)",
                        "9:17: background: 1 is neither true nor false; must be true or false",
                        "10:13: within: 10 has no unit; must be a duration such as 400ms or 30s, from 0 ms to 24 h 0 m",
                        "11:14: timeout: found a list where a pause belongs; must be a number of seconds or a duration"
                                + " such as 500ms, from 0 ms to 24 h 0 m"),
                of(
                        "activity's own controls",
                        "method:\n  - type: action\n    name: a\n    provider: {type: http, url: u}\n"
                                + "    controls: [{}]\n    dry: true\n",
                        "8:16: 'name' is missing in a control; it must be text that is not empty",
                        "8:16: 'provider' is missing in a control"),
                of(
                        "controls that say what means nothing",
                        METHOD + "controls: [{ref: b}, {name: a, scope: during, provider: {type: http, module: m}},"
                                + " {name: c, automatic: 1, provider: {type: python}}]\n",
                        "5:18: ref: no control is named 'b'; did you mean 'a'?",
                        "5:39: scope: 'during' is not one of before, after; it belongs to the control 'a'",
                        "5:64: type: 'http' is not one of python",
                        "5:104: automatic: 1 is neither true nor false; must be true or false",
                        "5:117: 'module' is missing in the provider of the control 'c'; it must be text that is not empty"),
                of(
                        "names used twice",
                        PROBE.replace("method: []", "method: [{type: probe, name: p, provider: {type: http, url: u}}]")
                                + "rollbacks: [{type: action, name: p, provider: {type: http, url: u}}]\n",
                        "8:27: the name 'p' is taken by the activity at x.yaml:4:30; every activity needs a name of its"
                                + " own",
                        "9:34: the name 'p' is taken by the activity at x.yaml:4:30; every activity needs a name of its"
                                + " own"),
                of(
                        "refs",
                        PROBE.replace("method: []", "method: [{ref: q}, {ref: p, x: 1}, {ref: pp}]")
                                + "rollbacks: [{ref: p}]\n",
                        "4:16: ref: no activity of the hypothesis or the method is named 'q'; did you mean 'p'?",
                        "4:29: unknown key 'x' in an activity (allowed: ref, background)",
                        "4:42: ref: no activity of the hypothesis or the method is named 'pp'; did you mean 'p'?"),
                of(
                        "action in the hypothesis",
                        PROBE.replace("type: probe", "type: action"),
                        "8:8: a hypothesis holds probes only; move this action to the method"),
                of(
                        "no tolerance in the hypothesis",
                        PROBE.replace(", tolerance: 200", ""),
                        "8:7: 'tolerance' is missing in an activity"));
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                of(
                        "unknown type",
                        ACTION + "      {type: htpp, url: u}\n",
                        "8:14: type: there is no provider type 'htpp'; did you mean 'http'?; must be one of fault,"
                                + " http, load, process, python, tcp"),
                of(
                        "fault as a type",
                        ACTION + "      {type: cpu/load}\n",
                        "8:14: 'cpu/load' is a fault; write type: fault and fault: cpu/load"),
                of(
                        "parameters of a kind",
                        ACTION + "      {type: http, method: PUT, header: {}, timeout: 2h, secrets: [a]}\n",
                        "8:7: 'url' is missing in the provider of type http; it must be text",
                        "8:28: method: 'PUT' is not one of GET, POST",
                        "8:33: unknown key 'header' in the provider of type http; did you mean 'headers'? (allowed: url,"
                                + " method, headers, timeout, type, secrets)",
                        "8:54: timeout: 2 h 0 m is out of range; must be a duration such as 400ms or 30s, from 1 ms to"
                                + " 1 m 0 s"),
                of(
                        "number out of range",
                        ACTION + "      {type: tcp, host: h, port: 70000}\n",
                        "8:34: port: 70000 is out of range; must be a whole number, from 1 to 65535"),
                of(
                        "a fault as a probe",
                        "method:\n  - type: probe\n    name: a\n    provider: {type: fault, fault: cpu/load}\n",
                        "7:15: a fault changes something, so it cannot be a probe; make this an action"),
                of(
                        "a fault as a rollback",
                        METHOD + "rollbacks:\n  - {type: action, name: a, provider: {type: fault, fault: cpu/load}}\n",
                        "6:39: a fault cannot be a rollback; faults are taken back by themselves"),
                of(
                        "empty fault",
                        ACTION + "      {type: fault}\n",
                        "8:7: 'fault' is missing in the provider; it must be one of cpu/load, network/delay,"
                                + " process/kill",
                        "8:7: 'target' is missing in the provider"),
                of(
                        "everything about a fault",
                        ACTION + "      type: fault\n      fault: network/dely\n      target: {kind: proces}\n"
                                + "      arguments: {}\n      duration: 30\n      until: 3\n",
                        "9:14: fault: there is no fault 'network/dely'; did you mean 'network/delay'?; must be one of"
                                + " cpu/load, network/delay, process/kill",
                        "10:22: kind: there is no kind of target 'proces'; did you mean 'process'?; must be one of host,"
                                + " link, process",
                        "12:17: duration: 30 has no unit; must be a duration such as 400ms or 30s, from 1 ms to 168 h 0"
                                + " m",
                        "13:7: unknown key 'until' in the provider (allowed: type, fault, target, arguments, duration)"),
                of(
                        "arguments of a fault",
                        ACTION + "      type: fault\n      fault: network/delay\n      target: {kind: host}\n"
                                + "      arguments: {latancy: 4s, jitter: -1s}\n",
                        "11:18: 'latency' is missing in the arguments of network/delay; it must be a duration such as"
                                + " 400ms or 30s, from 1 ms to 1 m 0 s",
                        "11:19: unknown key 'latancy' in the arguments of network/delay; did you mean 'latency'?"
                                + " (allowed: latency, jitter)",
                        "11:40: jitter: '-1s' is not a duration; write it with its unit, such as 400ms, 30s or 1m30s"),
                of(
                        "no arguments where one is required",
                        ACTION + "      {type: fault, fault: network/delay, target: {kind: host}}\n",
                        "8:7: 'latency' is missing in the arguments of network/delay; it must be a duration such as"
                                + " 400ms or 30s, from 1 ms to 1 m 0 s"),
                of(
                        "target",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: process, nmae: x, mode: sum, pid: many}\n",
                        "10:31: unknown key 'nmae' in the target; did you mean 'name'? (allowed: name, pid, kind, mode,"
                                + " value)",
                        "10:46: mode: 'sum' is not one of one, all, fixed, percent, random-max-percent",
                        "10:56: pid: \"many\" is not a whole number; must be a whole number, from 1 to 4000000"
                                .replace("\"", "")),
                of(
                        "mode without its value",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {kind: host, mode: fixed}\n",
                        "10:15: 'value' is missing in the target; it must be a whole number, from 1 to 100000"),
                of(
                        "value without its mode",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {kind: host, value: 3}\n",
                        "10:28: 'value' goes only with mode fixed, percent or random-max-percent"),
                of(
                        "a mode that is wrong says nothing of the value",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: host, mode: fixd, value: 3}\n",
                        "10:34: mode: 'fixd' is not one of one, all, fixed, percent, random-max-percent; did you mean"
                                + " 'fixed'?"),
                of(
                        "a target that the fault cannot hit",
                        ACTION + "      type: fault\n      fault: cpu/load\n      target: {to: x, kind: link}\n",
                        "10:23: cpu/load cannot hit a link; it can hit host, process"),
                of(
                        "share out of range",
                        ACTION + "      type: fault\n      fault: cpu/load\n"
                                + "      target: {kind: host, mode: percent, value: 101%}\n",
                        "10:50: value: 101% is out of range; must be a percentage such as 50%, from 0.1% to 100%"));
    }

    static Stream<Arguments> tolerances() {
        return Stream.of(
                of(
                        "a fraction",
                        tolerance("0.5"),
                        "8:73: tolerance: a number with a fraction (0.5) cannot be met exactly; write {type: range,"
                                + " range: [least, most]}"),
                of("an empty list", tolerance("[]"), "8:73: tolerance: an empty list allows nothing"),
                of(
                        "no type",
                        tolerance("{p95: 1s}"),
                        "8:73: 'type' is missing in the tolerance; it must be one of regex, jsonpath, range, slo, probe"),
                of(
                        "unknown type",
                        tolerance("{type: regexp}"),
                        "8:80: type: 'regexp' is not one of regex, jsonpath, range, slo, probe; did you mean 'regex'?"),
                of(
                        "probe",
                        tolerance("{type: probe}"),
                        "8:73: 'name' is missing in the tolerance; it must be text that is not empty",
                        "8:73: 'provider' is missing in the tolerance"),
                of(
                        "regex",
                        tolerance("{type: regex, pattern: 'a(b', targt: body}"),
                        "8:96: pattern: 'a(b' is not a regular expression: Unclosed group near character 4",
                        "8:103: unknown key 'targt' in the tolerance; did you mean 'target'? (allowed: type, pattern,"
                                + " target)"),
                of(
                        "jsonpath",
                        tolerance("{type: jsonpath, count: -1}"),
                        "8:73: 'path' is missing in the tolerance; it must be a JSONPath such as"
                                + " $.items[*][?(@.id > 7)].name",
                        "8:97: count: -1 is out of range; must be a whole number, from 0 to 2147483647"),
                of(
                        "range",
                        tolerance("{type: range, range: [2, 1]}"),
                        "8:94: range: found [2,1]; must be a list of two numbers, the smaller first"),
                of(
                        "slo",
                        tolerance("{type: slo, p95: 200, error-rate: 1, min-sample: 3, p0: 1s, during: {p99: 0s}}"),
                        "8:90: p95: 200 has no unit; must be a duration such as 400ms or 30s, from 0.001 ms to 1 h 0 m",
                        "8:107: error-rate: 1 has no unit; must be a percentage such as 50%, from 0% to 100%",
                        "8:110: unknown key 'min-sample' in the tolerance; did you mean 'min-samples'? (allowed: p50,"
                                + " p90, p95, p99, p99.9, max, error-rate, min-samples, type, during)",
                        "8:125: unknown key 'p0' in the tolerance; did you mean 'p50'? (allowed: p50, p90, p95, p99,"
                                + " p99.9, max, error-rate, min-samples, type, during)",
                        "8:147: p99: 0 ms is out of range; must be a duration such as 400ms or 30s, from 0.001 ms to 1 h"
                                + " 0 m"),
                of(
                        "slo without a limit",
                        tolerance("{type: slo, during: {}}"),
                        "8:73: the tolerance sets no limit; give error-rate, max, or a percentile such as p95",
                        "8:93: 'during' of the tolerance sets no limit; give error-rate, max, or a percentile such as"
                                + " p95"));
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                of(
                        "configuration",
                        METHOD + "configuration:\n  a: {type: env, key: NOT_SET}\n  b: {type: env}\n"
                                + "  c: {type: env, key: NOT_SET, default: x, env_var_type: int}\n"
                                + "  d: {type: env, key: NOT_SET, default: x, env_var_type: inte}\n"
                                + "  e: {type: probe, name: x}\n  f: {type: env, key: K, defult: 1, default: 1}\n",
                        "6:18: the environment variable 'NOT_SET' is not set; set it, give a 'default', or pass --var",
                        "7:6: 'key' is missing in a value from the environment; it must be text that is not empty",
                        "8:44: the default does not fit its env_var_type: the value is not a whole number",
                        "9:58: env_var_type: 'inte' is not one of str, int, float, bytes, bool, json; did you mean"
                                + " 'int'?",
                        "10:6: 'provider' is missing in the probe of 'e'",
                        "11:26: unknown key 'defult' in a value from the environment; did you mean 'default'? (allowed:"
                                + " type, key, default, env_var_type)"),
                of(
                        "secrets",
                        METHOD + "secrets:\n  a: x\n  b:\n    c: {type: vault, paht: p}\n"
                                + "    d: {type: env, key: NOT_SET, default: x}\n",
                        "6:6: the group of secrets 'a' must be an object; found text (x)",
                        "8:8: 'path' is missing in a secret from Vault; it must be text that is not empty",
                        "8:22: unknown key 'paht' in a secret from Vault; did you mean 'path'? (allowed: type, path,"
                                + " key)",
                        "9:20: the environment variable 'NOT_SET' is not set; set it",
                        "9:34: unknown key 'default' in a value from the environment (allowed: type, key)"),
                of(
                        "secrets that are in no group are not shown",
                        METHOD + "secrets: {token: hunter2, pin: 20401, list: [hunter2]}\n",
                        "5:18: the group of secrets 'token' must be an object; found text (•••)",
                        "5:32: the group of secrets 'pin' must be an object; found a number (•••)",
                        "5:45: the group of secrets 'list' must be an object; found a list"),
                of(
                        "one secret and nothing else is not shown",
                        METHOD + "secrets: hunter2\n",
                        "5:10: 'secrets' must be an object; found text (•••)"),
                of(
                        "a placeholder that nothing fills",
                        "configuration: {latency: 4s}\n" + ACTION + "      type: fault\n      fault: network/delay\n"
                                + "      target: {kind: host}\n      arguments: {latency: '${latncy}'}\n",
                        "12:28: latency: '${latncy}' is not a duration; write it with its unit, such as 400ms, 30s or"
                                + " 1m30s; 'latncy' is neither in the configuration nor in the secrets; did you mean"
                                + " 'latency'?"),
                of(
                        "a secret that does not fit is not shown",
                        "secrets: {g: {token: hunter2}}\n" + ACTION + "      type: fault\n      fault: network/delay\n"
                                + "      target: {kind: host}\n      arguments: {latency: '${token}'}\n",
                        "12:28: latency: '•••' is not a duration; write it with its unit, such as 400ms, 30s or 1m30s"));
    }

    static Stream<Arguments> safety() {
        return Stream.of(
                of(
                        "blast radius and lease",
                        METHOD
                                + "safety:\n  blast-radius: {max-targets: 0, max-percent: 0%, maximum: 1}\n  lease: 1ms\n",
                        "6:31: max-targets: 0 is out of range; must be a whole number, from 1 to 1000000",
                        "6:47: max-percent: 0% is out of range; must be a percentage such as 50%, from 0.1% to 100%",
                        "6:51: unknown key 'maximum' in 'blast-radius' (allowed: max-targets, max-percent)",
                        "7:10: lease: 1 ms is out of range; must be a duration such as 400ms or 30s, from 1 s to 1 h 0 m"),
                of(
                        "halt-when",
                        PROBE.replace(
                                        "method: []",
                                        "method: [{type: action, name: act, provider: {type: http, url: u}}]")
                                + """
                                safety:
                                  halt-when:
                                    - {}
                                    - {name: x, probe: pp, tolerance: 200, interval: 10ms, failures: 0}
                                    - {name: x, probe: act, tolerance: true}
                                """,
                        "11:7: 'name' is missing in a halt condition; it must be text that is not empty",
                        "11:7: a halt condition needs either 'probe' with 'tolerance', or 'when' with an expression over"
                                + " probes",
                        "12:24: no probe of the hypothesis, the method or 'safety' is named 'pp'; did you mean 'p'?"
                                + " (there is: p)",
                        "12:54: interval: 10 ms is out of range; must be a duration such as 400ms or 30s, from 50 ms to"
                                + " 1 h 0 m",
                        "12:70: failures: 0 is out of range; must be a whole number, from 1 to 1000000",
                        "13:14: the name 'x' is taken by the halt condition at x.yaml:12:14",
                        "13:24: 'act' is an action; a halt condition watches a probe"));
    }

    @Test
    void all_mistakes_of_a_file_are_told_together_in_its_order() {
        var mistakes = Mistakes.in("x.json", """
                {
                  "titel": "t",
                  "description": "",
                  "method": [
                    {"type": "action", "name": "a", "provider": {"type": "fault", "fault": "cpu/laod",
                      "target": {"kind": "host", "mode": "most"}}},
                    {"type": "probe", "name": "a", "provider": {"type": "nope"}}
                  ],
                  "safety": {"lease": "never"}
                }
                """);

        var places = mistakes.stream().map(m -> m.split(": ")[0]).toList();
        assertThat(places).containsExactly("1:1", "2:3", "3:18", "5:76", "6:42", "7:31", "7:57", "9:23");
    }

    @Test
    void a_mistake_in_one_activity_does_not_hide_or_breed_others() {
        var mistakes = Mistakes.in("x.yaml", """
                title: t
                description: d
                method:
                  - {type: probe, name: p, provider: {type: nope}}
                  - {ref: p}
                safety:
                  halt-when:
                    - {name: h, probe: p, tolerance: 200}
                """);

        assertThat(mistakes).singleElement().asString().startsWith("4:45: type: there is no provider type 'nope'");
    }

    @Test
    void hostile_documents_are_refused_with_a_word() {
        var cases = new ArrayList<>(List.of("[]", "3", "\"x\"", "{}", "{\"method\": [[[[]]]]}", "{\"\": 1}"));
        cases.addAll(
                Arrays.asList(
                        "{\"title\": {\"a\": 1}, \"method\": 1e400}",
                        "{\"method\": [{\"ref\": {}}], \"safety\": [], \"links\": 3, \"runtime\": []}",
                        "{\"title\": \"" + "x".repeat(100_000) + "\", \"" + "k".repeat(100_000) + "\": 1}",
                        "{\"method\": [{\"type\": \"action\", \"name\": \"" + "n".repeat(50_000)
                                + "\", \"pauses\": {\"before\": \"" + "1s".repeat(100_000) + "\", \"after\": 1e500}}]}",
                        "{\"method\": [], \"tags\": [\"\\ud800\"], \"configuration\": {\"a\": {\"type\": {\"type\": []}}}, \"x\": 0}"));
        for (String text : cases) {
            var mistakes = Mistakes.in("x.json", text);
            assertThat(mistakes)
                    .as(text.substring(0, Math.min(60, text.length())))
                    .isNotEmpty();
            assertThat(mistakes)
                    .allSatisfy(mistake -> assertThat(mistake.length()).isLessThan(1500));
        }
    }

    @Test
    void a_kubernetes_manifest_is_no_experiment() {
        assertThat(Mistakes.in("x.yaml", "apiVersion: chaos-mesh.org/v1alpha1\nkind: NetworkChaos\n"))
                .containsExactly("1:1: this is not an experiment in a format that can be read: chaostoolkit");
    }
}
