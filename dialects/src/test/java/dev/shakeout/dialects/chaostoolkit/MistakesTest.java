package dev.shakeout.dialects.chaostoolkit;

import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.METHOD;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.PROBE;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.of;
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

/** Mistakes of an experiment as a whole and of its activities. */
class MistakesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"topLevel", "activities"})
    void is_told_at_its_place(String what, String text, String expected) {
        MistakesAtPlaces.areTold(text, expected);
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
                                + " provider, background, pauses, timeout, controls, dry, after, if, tolerance, within, retry, phases, during)"),
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
                        "4:29: unknown key 'x' in an activity (allowed: ref, background, after, if)",
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
        assertThat(Mistakes.in("x.yaml", "apiVersion: apps/v1\nkind: Deployment\n"))
                .singleElement()
                .asString()
                .startsWith("1:1: this is not an experiment in a format that can be read: chaostoolkit, chaos-mesh");
    }
}
