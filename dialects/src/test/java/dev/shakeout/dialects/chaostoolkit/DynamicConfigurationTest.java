package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Sources;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DynamicConfigurationTest {
    private static final String FILE = """
            title: "${first} ${second} ${third}"
            description: d
            configuration:
              plain: echo
              first: {type: probe, name: f, provider: {type: process, path: "${plain}", arguments: [one]}}
              second: {type: probe, name: s, provider: {type: process, path: "${first}"}}
              third: {type: probe, name: t, provider: {type: http, url: "http://127.0.0.1/${second}"}}
            method: []
            """;

    private final List<String> asked = new ArrayList<>();

    /** Answers a program with its own path, and a web address with its end. */
    private final class Answers implements Sources {
        @Override
        public boolean open() {
            return true;
        }

        @Override
        public Json read(Provider.Call probe) {
            asked.add(probe.kind());
            var values = probe.arguments().values();
            if (probe.kind().equals("http")) {
                return Json.object("status", 200, "body", "body of " + values.get("url"));
            }
            int status = values.get("path").equals("fails") ? 3 : 0;
            return Json.object("status", status, "stdout", " <" + values.get("path") + "> \n", "stderr", "no\n");
        }

        @Override
        public Json vault(Json.Obj configuration, String path) {
            if (path.equals("gone")) {
                throw new BadValue("there is nothing");
            }
            return Json.object(
                    "user",
                    "jane",
                    "password",
                    configuration.get("key").orElseThrow().text());
        }
    }

    private Experiment read(String text, Rules rules, Sources sources) {
        return ExperimentReader.read(
                "x.yaml", text, Inputs.of(Map.of()).by(rules).withSources(sources), TestVocabulary.ALL);
    }

    @Test
    void each_value_may_use_those_before_it() {
        assertThat(read(FILE, Rules.SHAKEOUT, new Answers()).title())
                .isEqualTo("<echo> <<echo>> body of http://127.0.0.1/<<echo>>");
        assertThat(asked).containsExactly("process", "process", "http");
    }

    @Test
    void nothing_is_read_for_a_look_at_the_file_and_nothing_is_wrong_with_what_is_unknown() {
        String typed = FILE.replace("method: []", """
                method:
                  - type: probe
                    name: p
                    provider: {type: http, url: u, timeout: "${first}"}
                """);

        assertThat(read(typed, Rules.SHAKEOUT, Sources.CLOSED).title()).contains("${first}");
        assertThat(asked).isEmpty();
    }

    @Test
    void what_cannot_be_read_is_a_mistake_and_by_chaos_toolkits_rules_a_name_without_a_value() {
        String failing = FILE.replace("plain: echo", "plain: fails");

        assertThatThrownBy(() -> read(failing, Rules.SHAKEOUT, new Answers()))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.problems().getFirst().toString())
                                .isEqualTo("x.yaml:5:10: 'first' could not be read: the program ended with 3: no"));
        assertThat(read(failing, Rules.CHAOS_TOOLKIT, new Answers()).title()).startsWith("${first} <${first}>");
    }

    @Test
    void a_placeholder_that_stays_as_it_is_must_be_what_its_place_takes() {
        String typed = FILE.replace("plain: echo", "plain: fails").replace("method: []", """
                method:
                  - type: probe
                    name: p
                    provider: {type: http, url: u, timeout: "${first}"}
                """);

        assertThatThrownBy(() -> read(typed, Rules.CHAOS_TOOLKIT, new Answers()))
                .hasMessageContaining("x.yaml:11:45: timeout: '${first}' is not");
    }

    @Test
    void secrets_come_from_a_vault_whole_or_by_key() {
        String file = """
                title: t
                description: d
                configuration: {key: k1}
                secrets:
                  whole: {type: vault, path: a/b}
                  one: {word: {type: vault, path: a/b, key: password}}
                method:
                  - {type: probe, name: p, provider: {type: http, url: "http://127.0.0.1/${user}/${word}"}}
                """;
        var call = (Provider.Call)
                read(file, Rules.SHAKEOUT, new Answers()).method().getFirst().provider();

        assertThat(call.arguments().values()).containsEntry("url", "http://127.0.0.1/jane/k1");
        assertThatThrownBy(() -> read(file.replace("key: password", "key: pass"), Rules.SHAKEOUT, new Answers()))
                .hasMessageContaining("x.yaml:6:15: the secret 'a/b' could not be fetched: there is no 'pass' at a/b");
        assertThatThrownBy(() -> read(file.replace("path: a/b}", "path: gone}"), Rules.SHAKEOUT, new Answers()))
                .hasMessageContaining("the secret 'gone' could not be fetched: there is nothing");
    }
}
