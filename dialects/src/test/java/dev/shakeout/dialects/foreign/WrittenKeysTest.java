package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaosmesh.ChaosMesh;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No key of ours is lost in silence: without it something else is written, or something else is told. */
class WrittenKeysTest {
    /** Keys without which it is no experiment. */
    private static final Set<String> NEEDED = Set.of(
            "title",
            "method",
            "type",
            "name",
            "provider",
            "url",
            "fault",
            "target",
            "kind",
            "attempts",
            "probe",
            "probes");

    private static final String SAID = """
            title: all that can be said of probes
            steady-state-hypothesis:
              title: it is well
              probes:
              - type: probe
                name: is up
                provider: {type: http, url: 'http://web/health', timeout: 3, method: GET}
                tolerance: 200
                retry: {attempts: 4, interval: 3s}
                phases: [during]
                during: {delay: 5s, interval: 3s}
                timeout: 4
              - type: probe
                name: stays up
                provider: {type: http, url: 'http://web/health', timeout: 3}
                tolerance: 200
                phases: [during]
                during: {for: 11s}
              - type: probe
                name: was up
                provider: {type: http, url: 'http://web/health', timeout: 3}
                tolerance: 200
                within: 3s
                pauses: {before: 2, after: 1}
            runtime:
              hypothesis: {strategy: default, frequency: 4, fail-fast: true}
            method:
            - type: action
              name: late
              provider:
                type: fault
                fault: network/delay
                duration: 30s
                target: {kind: pod, namespace: shop, labels: {app: web}, mode: one}
                arguments: {latency: 20ms, direction: out, peers: [10.0.0.8]}
            - type: probe
              name: at last
              provider: {type: http, url: 'http://web/', timeout: 1}
              tolerance: 200
              retry: {attempts: 2, interval: 7s}
              pauses: {after: 3}
            safety:
              lease: 20s
              probes:
              - {type: probe, name: watched, provider: {type: http, url: 'http://db/', timeout: 2}, tolerance: 204}
              halt-when:
              - {name: own, probe: watched, delay: 4s}
              - name: bad
                probe:
                  provider: {type: http, url: 'http://db/'}
                  within: 2s
                tolerance: 202
                delay: 6s
                interval: 5s
                for: 11s
                timeout: 4s
                failures: 3
                unreadable: breach
            """;

    private static final String REFUSED = """
            title: what cannot be said of probes
            steady-state-hypothesis:
              title: it is well
              probes:
              - type: probe
                name: was up
                provider: {type: http, url: 'http://web/health', timeout: 3, secrets: [token]}
                tolerance: 200
                controls: [{name: c, provider: {type: python, module: m}}]
                dry: true
            secrets: {token: {key: abc}}
            method:
            - type: action
              name: late
              provider:
                type: fault
                fault: network/delay
                duration: 30s
                target: {kind: pod, namespace: shop, labels: {app: web}, mode: one, include-new: true}
                arguments: {latency: 20ms, direction: out, peers: [10.0.0.8]}
            safety:
              blast-radius: {max-targets: 3}
              halt-when:
              - name: bad
                probe:
                  provider: {type: http, url: 'http://db/'}
                  controls: [{name: d, provider: {type: python, module: m}}]
                  dry: true
                tolerance: 202
                unreadable: ignore
            """;

    private static final String ORDERED = """
            title: one decides
            method:
            - type: action
              name: ask
              provider:
                type: pod-run
                namespace: shop
                container: {name: main, image: busybox}
                spec: {volumes: [{name: data, emptyDir: {}}]}
                timeout: 2m
              pauses: {before: 3}
            - type: action
              name: late
              provider:
                type: fault
                fault: network/delay
                duration: 30s
                target: {kind: pod, namespace: shop, labels: {app: web}, mode: all}
                arguments: {latency: 20ms, direction: out, peers: [10.0.0.8]}
              background: true
              if: activities["ask"].exitCode == 0
            - type: action
              name: other
              provider:
                type: fault
                fault: cpu/load
                duration: 40s
                target: {kind: pod, namespace: shop, labels: {app: db}, mode: one}
                arguments: {cores: 1}
              background: true
              if: activities["ask"].exitCode != 0
            - {type: action, name: wait, provider: {type: process, path: sleep, arguments: ["20"]}, after: [late, other]}
            """;

    static Stream<Named<Foreign>> dialects() {
        return Dialects.written().stream().map(dialect -> Named.of(dialect.name(), dialect));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void withoutAKeySomethingElseIsWrittenOrTold(Foreign dialect) {
        Tree whole = TreeReader.read("ours.yaml", SAID, TreeReader.Form.YAML);
        Set<String> all = said(dialect, whole);
        assertThat(RoundTrip.written(dialect, whole).objects()).isNotEmpty();
        var silent = new ArrayList<String>();
        var heard = new ArrayList<String>();
        without("", whole).forEach((key, rest) -> {
            if (!NEEDED.contains(key.substring(key.lastIndexOf('.') + 1))) {
                (said(dialect, rest).equals(all) ? silent : heard).add(key);
            }
        });

        assertThat(silent).isEmpty();
        assertThat(heard).hasSizeGreaterThan(40);
    }

    @Test
    void anOrderIsNotLostEither() {
        Foreign dialect = new ChaosMesh();
        Tree whole = TreeReader.read("ours.yaml", ORDERED, TreeReader.Form.YAML);
        Set<String> all = said(dialect, whole);
        assertThat(RoundTrip.written(dialect, whole).objects()).isNotEmpty();
        var silent = new ArrayList<String>();
        without("", whole).forEach((key, rest) -> {
            if (!NEEDED.contains(key.substring(key.lastIndexOf('.') + 1))
                    && said(dialect, rest).equals(all)) {
                silent.add(key);
            }
        });

        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whatCannotBeSaidIsRefusedAtItsPlace(Foreign dialect) {
        Tree whole = TreeReader.read("ours.yaml", REFUSED, TreeReader.Form.YAML);

        assertThat(RoundTrip.written(dialect, whole).fidelity().notSupported())
                .extracting(FieldFidelity::path)
                .containsExactly(
                        "provider.secrets",
                        "controls",
                        "dry",
                        "target.include-new",
                        "safety.blast-radius",
                        "safety.halt-when[].probe.controls",
                        "safety.halt-when[].probe.dry",
                        "safety.halt-when[].unreadable");
    }

    private static Set<String> said(Foreign dialect, Tree ours) {
        Written written = RoundTrip.written(dialect, ours);
        Set<String> all = written.fidelity().fields().stream()
                .map(field -> field.object() + " " + field.path() + " "
                        + field.fidelity().detail())
                .collect(Collectors.toSet());
        written.objects().forEach(object -> all.add(object.toString()));
        return all;
    }

    /** The same without each of its keys in turn, those within others too. */
    private static Map<String, Tree> without(String path, Tree tree) {
        var all = new LinkedHashMap<String, Tree>();
        if (tree instanceof Tree.Obj object) {
            object.members().forEach((key, member) -> {
                var rest = new LinkedHashMap<>(object.members());
                rest.remove(key);
                all.put(path + "." + key, new Tree.Obj(object.position(), rest));
                without(path + "." + key, member.value())
                        .forEach((inner, value) ->
                                all.put(inner, object.with((name, own) -> name.equals(key) ? value : own)));
            });
        } else if (tree instanceof Tree.Arr array) {
            for (int i = 0; i < array.items().size(); i++) {
                int at = i;
                without(path + "[" + i + "]", array.items().get(i)).forEach((inner, value) -> {
                    var items = new ArrayList<>(array.items());
                    items.set(at, value);
                    all.put(inner, new Tree.Arr(array.position(), items));
                });
            }
        }
        return all;
    }
}
