package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rate;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Tolerance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExperimentTest {
    private static Experiment read(String file) {
        return ExperimentReader.read(file, resource(file), Inputs.none(), TestVocabulary.ALL);
    }

    private static String resource(String file) {
        try (var in = Objects.requireNonNull(ExperimentTest.class.getResourceAsStream("/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_stands_beside_any_of_holds_for_each_item_that_does_not_say_it_of_itself() {
        var several = selector(
                "{kind: process, name: shop, any-of: [{pid: 7}, {name: pay}, {pid: 7, name: null}], mode: fixed, value: 2}");

        assertThat(several.anyOf())
                .containsExactly(
                        Arguments.NONE.with(TestVocabulary.NAME, "shop").with(TestVocabulary.PID, 7),
                        Arguments.NONE.with(TestVocabulary.NAME, "pay"));
        assertThat(several.mode()).isEqualTo(new Selector.Mode.Fixed(2));
        assertThat(selector("{kind: process, any-of: [{name: shop}]}"))
                .isEqualTo(selector("{kind: process, name: shop}"));
        assertThat(selector("{kind: process, any-of: null}")).isEqualTo(selector("{kind: process}"));
    }

    private static Selector selector(String target) {
        String text = """
                title: t
                description: d
                method:
                  - {type: action, name: a, provider: {type: fault, fault: process/kill, target: %s}}
                """.formatted(target);
        Experiment read = ExperimentReader.read("x.yaml", text, Inputs.none(), TestVocabulary.ALL);
        return ((Provider.FaultCall) read.method().getFirst().provider()).selector();
    }

    @Test
    void a_drill_with_a_fault_a_load_probe_and_a_guard_is_read_whole() {
        var experiment = read("slow-execution.yaml");

        assertThat(experiment.title()).isEqualTo("slow execution");
        assertThat(experiment.tags()).containsExactly("latency", "circuit-breaker");
        var action = (Activity.Action) experiment.method().getFirst();
        var fault = (Provider.FaultCall) action.provider();
        assertThat(fault.fault()).isEqualTo("network/delay");
        assertThat(fault.selector().kind()).isEqualTo("process");
        assertThat(fault.selector().mode()).isEqualTo(new Selector.Mode.One());
        assertThat(fault.selector().anyOf().getFirst().get(TestVocabulary.NAME)).isEqualTo("fks_execution");
        assertThat(fault.arguments().get(TestVocabulary.LATENCY)).isEqualTo(Duration.ofMillis(400));
        assertThat(fault.arguments().get(TestVocabulary.JITTER)).isEqualTo(Duration.ofMillis(50));
        assertThat(fault.duration()).contains(Duration.ofSeconds(30));

        var probe = experiment.hypothesis().orElseThrow().probes().getFirst();
        var load = (Provider.Call) probe.provider();
        assertThat(load.kind()).isEqualTo("load");
        assertThat(load.arguments().get(TestVocabulary.URL)).isEqualTo("http://127.0.0.1:7000/orders");
        assertThat(load.arguments().get(TestVocabulary.RATE)).isEqualTo(new Rate(50));
        assertThat(probe.tolerance())
                .contains(new Tolerance.Slo(
                        Map.of(95.0, Duration.ofMillis(200)), Optional.of(new Percent(1)), 200, Optional.empty()));

        var safety = experiment.safety();
        assertThat(safety.lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(safety.blastRadius().maxTargets()).contains(1);
        assertThat(safety.blastRadius().maxPercent()).contains(new Percent(50));
        assertThat(safety.blastRadius().position().orElseThrow()).hasToString("slow-execution.yaml:24:3");
        var guard = safety.haltWhen().getFirst();
        assertThat(guard.name()).isEqualTo("too many errors");
        assertThat(guard.condition().probes()).containsExactly(probe);
        assertThat(guard.pace().interval()).isEqualTo(Duration.ofMillis(200));
        assertThat(guard.failures()).isEqualTo(3);
    }

    @Test
    void the_source_stays_as_it_was_written_placeholders_and_all() {
        String text = resource("slow-execution.yaml");
        var experiment = read("slow-execution.yaml");

        assertThat(experiment.source())
                .isEqualTo(TreeReader.read("slow-execution.yaml", text).json());
        assertThat(experiment
                        .hypothesis()
                        .orElseThrow()
                        .probes()
                        .getFirst()
                        .source()
                        .text())
                .contains("${api}/orders");
    }

    @Test
    void a_chaos_toolkit_experiment_is_read_as_that_tool_reads_it() {
        var experiment = read("chaostoolkit.json");

        assertThat(experiment.strategies())
                .isEqualTo(new Strategies(
                        Strategies.HypothesisWhen.CONTINUOUSLY,
                        Duration.ofSeconds(1),
                        false,
                        Strategies.RollbackWhen.ALWAYS));
        assertThat(experiment.safety()).isEqualTo(Safety.DEFAULT);
        var method = experiment.method();
        assertThat(method.stream().map(Activity::name)).containsExactly("stop the service", "it answers");
        assertThat(method.getFirst().background()).isTrue();
        assertThat(method.getFirst().pauses())
                .isEqualTo(new Activity.Pauses(Duration.ofMillis(1500), Duration.ofSeconds(2)));
        assertThat(method.getLast())
                .isEqualTo(experiment.hypothesis().orElseThrow().probes().getFirst());
        var call = (Provider.Call) method.getFirst().provider();
        assertThat(call.arguments().get(TestVocabulary.ARGUMENTS)).containsExactly("stop", "shop");
        assertThat(experiment.rollbacks()).hasSize(1);
    }

    @Test
    void without_words_about_it_a_host_is_hit_whole_and_of_other_things_one() {
        assertThat(mode("{kind: host}")).isEqualTo(new Selector.Mode.All());
        assertThat(mode("{kind: process}")).isEqualTo(new Selector.Mode.One());
        assertThat(mode("{kind: host, mode: one}")).isEqualTo(new Selector.Mode.One());
        assertThat(mode("{kind: process, mode: fixed, value: '3'}")).isEqualTo(new Selector.Mode.Fixed(3));
        assertThat(mode("{kind: process, mode: percent, value: 50}"))
                .isEqualTo(new Selector.Mode.Share(new Percent(50)));
        assertThat(mode("{kind: process, mode: random-max-percent, value: 50%}"))
                .isEqualTo(new Selector.Mode.RandomMaxShare(new Percent(50)));
    }

    @Test
    void targets_that_appear_join_only_where_that_is_asked_for() {
        assertThat(includesNew("{kind: process, mode: all, include-new: true}")).isTrue();
        assertThat(includesNew("{kind: process, mode: percent, value: 50%, include-new: 'true'}"))
                .isTrue();
        assertThat(includesNew("{kind: process, mode: all}")).isFalse();
        assertThat(includesNew("{kind: process, mode: one, include-new: false}"))
                .isFalse();
    }

    private static boolean includesNew(String target) {
        var experiment =
                method("{type: action, name: a, provider: {type: fault, fault: cpu/load, duration: 1m, target: "
                        + target + ", arguments: {size: 64MiB}}}");
        return ((Provider.FaultCall) experiment.method().getFirst().provider())
                .selector()
                .includesNew();
    }

    private static Selector.Mode mode(String target) {
        var experiment = method("{type: action, name: a, provider: {type: fault, fault: cpu/load, target: " + target
                + ", arguments: {size: 64MiB}}}");
        var fault = (Provider.FaultCall) experiment.method().getFirst().provider();
        assertThat(fault.arguments().find(TestVocabulary.SIZE)).contains(Bytes.mebibytes(64));
        assertThat(fault.duration()).isEmpty();
        return fault.selector().mode();
    }

    @Test
    void a_fault_named_again_is_a_fault_of_its_own() {
        var experiment = method(
                "{type: action, name: kill it, provider: {type: fault, fault: process/kill, target: {kind: host}}}",
                "{ref: kill it}",
                "{type: action, name: kill it (2), provider: {type: http, url: u}}",
                "{ref: kill it}");

        assertThat(experiment.method().stream().map(Activity::name))
                .containsExactly("kill it", "kill it (3)", "kill it (2)", "kill it (4)");
    }

    @Test
    void a_probe_may_be_given_time_to_meet_its_tolerance() {
        var experiment = method("{type: probe, name: a, provider: {type: http, url: u}, tolerance: 200, within: 10s}");

        assertThat(((Activity.Probe) experiment.method().getFirst()).retry())
                .isEqualTo(new dev.shakeout.model.Retry.Within(Duration.ofSeconds(10)));
    }

    @Test
    void links_are_named_by_the_service_behind_them() {
        var experiment = ExperimentReader.read(
                "x.yaml",
                "title: t\ndescription: d\nmethod: []\nconfiguration: {run: /run/x}\n"
                        + "links:\n  api: {control: '${run}/api'}\n  db: db\n",
                Inputs.none(),
                TestVocabulary.ALL);

        assertThat(experiment.links()).isEqualTo(Map.of("api", Path.of("/run/x/api"), "db", Path.of("db")));
    }

    @Test
    void strategies_are_known_by_their_words_the_old_spelling_included() {
        assertThat(StrategyWords.HYPOTHESIS.parse(Json.of("continously")))
                .isEqualTo(Strategies.HypothesisWhen.CONTINUOUSLY);
        assertThat(StrategyWords.HYPOTHESIS.parse(Json.of("before-method-only")))
                .isEqualTo(Strategies.HypothesisWhen.BEFORE_METHOD_ONLY);
        assertThat(StrategyWords.ROLLBACKS.parse(Json.of("deviated"))).isEqualTo(Strategies.RollbackWhen.DEVIATED);
    }

    static Experiment method(String... activities) {
        String text = "title: t\ndescription: d\nmethod: [" + String.join(", ", List.of(activities)) + "]\n";
        return ExperimentReader.read("x.yaml", text, Inputs.none(), TestVocabulary.ALL);
    }

    @Test
    void no_copy_of_a_secret_is_shown() {
        var source = ExperimentReader.read("x.yaml", """
                        title: with hush-hush in it
                        description: "and ${password}"
                        secrets: {db: {login: {type: postgres, password: hush-hush}}}
                        method: [{type: action, name: a, provider: {type: load, url: "http://h/hush-hush", rate: 1/s}}]
                        """, Inputs.none(), TestVocabulary.ALL)
                .source();

        assertThat(source.text())
                .doesNotContain("hush", "postgres")
                .contains("with ••• in it", "and ${password}", "http://h/•••");
    }

    @Test
    void of_what_only_names_a_secret_the_name_alone_is_shown() {
        var written = Json.object(
                "secrets",
                Json.object(
                        "a", Json.object("b", Json.object("type", "env", "key", "NAMED", "default", "hush")),
                        "c", Json.object("type", "vault", "path", "x/y", "key", "k"),
                        "d", Json.object("e", Json.object("type", "basic", "key", "hush"))));

        assertThat(ChaosToolkit.withoutSecrets(written).text())
                .doesNotContain("hush")
                .contains("{\"type\":\"env\",\"key\":\"NAMED\",\"default\":\"•••\"}")
                .contains("{\"type\":\"vault\",\"path\":\"x/y\",\"key\":\"k\"}");
    }

    @Test
    void a_secret_written_in_the_file_is_masked_in_what_the_journal_shows() {
        String text = """
                title: t
                description: d
                secrets: {api: {token: hunter2, other: {type: env, key: HOME}}}
                method: []
                """;

        var source = dev.shakeout.dialects.ExperimentReader.read(
                        "x.yaml",
                        text,
                        dev.shakeout.dialects.Inputs.of(java.util.Map.of("HOME", "/root")),
                        new dev.shakeout.model.Vocabulary(java.util.Map.of(), java.util.Map.of(), java.util.Map.of()))
                .source()
                .text();

        assertThat(source).doesNotContain("hunter2").contains("\"token\":\"•••\"", "\"key\":\"HOME\"");
    }
}
