package dev.shakeout.dialects.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Strategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserSettingsTest {
    @Test
    void strategies_are_read_and_what_is_no_strategy_is_told() {
        var settings = UserSettings.read("s.yaml", "runtime: {rollbacks: {strategy: always}}");

        assertThat(settings.strategies().rollbacks()).isEqualTo(Strategies.RollbackWhen.ALWAYS);
        assertThat(settings.strategies().hypothesis()).isEqualTo(Strategies.HypothesisWhen.DEFAULT);
        assertThat(UserSettings.NONE.strategies()).isEqualTo(Strategies.DEFAULT);
        assertThat(Mistakes.in(UserSettings.read("s.yaml", "runtime: {hypothesis: {strategy: alway}}")::strategies))
                .singleElement()
                .asString()
                .contains("s.yaml: runtime.hypothesis.strategy: 'alway' is not one of default");
    }

    @Test
    void a_server_is_known_by_name_and_port() {
        var settings = UserSettings.read("s.yaml", """
                auths:
                  example.com: {type: bearer, value: abc}
                  example.com:8443: {type: basic, value: xyz}
                  broken.com: abc
                """);

        assertThat(settings.authorization("example.com")).contains("bearer abc");
        assertThat(settings.authorization("example.com:8443")).contains("basic xyz");
        assertThat(settings.authorization("other.com")).isEmpty();
        assertThat(Mistakes.in(() -> settings.authorization("broken.com")))
                .containsExactly("s.yaml: auths: 'broken.com' must have a type and a value");
    }

    @Test
    void channels_are_read_and_one_without_meaning_is_told_and_passed_over() {
        var complaints = new ArrayList<String>();

        var channels = UserSettings.read("s.yaml", """
                notifications:
                  - {type: http, url: "http://a", headers: {X: 1}, verify_tls: no, forward_event_payload: false,
                     events: [run-failed]}
                  - {type: plugin, module: a.b}
                  - {type: http}
                  - {type: carrier-pigeon, url: x}
                """).channels(complaints::add);

        assertThat(channels).hasSize(2);
        assertThat(channels.getFirst())
                .isEqualTo(new NotificationChannel.Http(
                        List.of("run-failed"), "http://a", Map.of("X", "1"), false, false));
        assertThat(channels.getFirst().wants("run-failed")).isTrue();
        assertThat(channels.getFirst().wants("run-started")).isFalse();
        assertThat(channels.getLast()).isInstanceOfSatisfying(NotificationChannel.Plugin.class, plugin -> {
            assertThat(plugin.function()).isEqualTo("notify");
            assertThat(plugin.wants("whatever")).isTrue();
        });
        assertThat(complaints).hasSize(2).allMatch(words -> words.contains("is passed over"));
    }

    @Test
    void a_secret_is_one_too_as_a_number_and_within_a_list_or_an_object() {
        var settings = UserSettings.read("s.yaml", """
                auths:
                  example.com: {type: bearer, value: 12345678}
                notifications:
                  - {type: http, url: "http://a", headers: {Authorization: "Bearer abcdef"}}
                  - {type: plugin, module: a.b, tokens: [first, {other: second}]}
                """);
        var mask = new Mask();

        settings.secrets().forEach(mask::cover);

        assertThat(mask.hide("12345678 abcdef first second http://a a.b")).isEqualTo("••• ••• ••• ••• http://a a.b");
    }

    @Test
    void controls_of_a_file_are_checked_with_their_places() {
        assertThat(ControlFile.read("c.yaml", "tracing: {provider: {type: python, module: a.b}, scope: before}"))
                .singleElement()
                .satisfies(control -> {
                    assertThat(control.name()).isEqualTo("tracing");
                    assertThat(control.definition().get("scope")).isPresent();
                });
        assertThat(ControlFile.read("c.yaml", "")).isEmpty();
        assertThat(Mistakes.in(() -> ControlFile.read("c.yaml", """
                        one: {scope: between, provider: {type: python, module: a}}
                        two: {provider: {type: pyhton, module: a}}
                        three: {provider: {type: python}}
                        four: 4
                        """)))
                .hasSize(4)
                .satisfiesExactly(
                        scope -> assertThat(scope).startsWith("1:").contains("'between' is not one of before, after"),
                        type -> assertThat(type).startsWith("2:").contains("did you mean 'python'?"),
                        module -> assertThat(module).startsWith("3:").contains("'module' is missing"),
                        object -> assertThat(object).startsWith("4:").contains("must be an object"));
    }
}
