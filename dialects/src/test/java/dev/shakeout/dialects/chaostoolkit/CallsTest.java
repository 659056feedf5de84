package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a call is given of the file around it, and how it is held against what it names. */
class CallsTest {
    private static final String FILE = """
            title: t
            description: d
            configuration:
              url: http://localhost
              key: {type: env, key: KEY}
            secrets:
              vault: {token: s3cret}
            method:
            - {type: action, name: one, provider: {type: python, module: m, func: f, secrets: [vault],
               arguments: {to: "${url}", with: "${token}"}}}
            - type: action
              name: two
              background: true
              provider: {type: python, module: m, func: g}
            - {type: action, name: three, provider: {type: http, url: "${url}"}}
            """;
    private static final Inputs INPUTS = Inputs.of(Map.of("KEY", "value"));

    private static Experiment read(Inputs inputs) {
        return ExperimentReader.read("x.yaml", FILE, inputs, TestVocabulary.ALL);
    }

    private static Provider.Call call(Activity activity) {
        return (Provider.Call) activity.provider();
    }

    @Test
    void whoAsksForItIsGivenTheConfigurationAndTheSecretsWithTheirValues() {
        List<Activity> method = read(INPUTS).method();
        var one = call(method.get(0)).arguments();
        assertThat(one.get(Surroundings.CONFIGURATION))
                .isEqualTo(Json.object("url", "http://localhost", "key", "value"));
        assertThat(one.get(Surroundings.SECRETS)).isEqualTo(Json.object("vault", Json.object("token", "s3cret")));
        assertThat(one.get(Surroundings.BACKGROUND)).isFalse();
        assertThat(one.get(TestVocabulary.NAMED_ARGUMENTS))
                .isEqualTo(Json.object("to", "http://localhost", "with", "s3cret"));
        assertThat(one.get(TestVocabulary.GROUPS)).containsExactly("vault");
        assertThat(call(method.get(1)).arguments().get(Surroundings.BACKGROUND)).isTrue();
        assertThat(call(method.get(2)).arguments().values()).containsOnlyKeys("url");
    }

    @Test
    void whatItIsGivenIsNeverShown() {
        Experiment experiment = read(INPUTS);
        assertThat(experiment.source().text()).doesNotContain("s3cret").doesNotContain("(secrets)");
        assertThat(experiment.method())
                .noneMatch(activity -> activity.source().text().contains("s3cret"));
    }

    @Test
    void theFileCannotWriteWhatIsGiven() {
        String forged = FILE.replace("func: g}", "func: g, (secrets): {}}");
        assertThat(Mistakes.in(() -> ExperimentReader.read("x.yaml", forged, INPUTS, TestVocabulary.ALL)))
                .singleElement()
                .asString()
                .contains("14:48: unknown key '(secrets)' in the provider of type python");
    }

    @Test
    void aMisfitIsAMistakeAtTheKeyThatIsToBeMended() {
        Inputs.Checks checks =
                call -> call.arguments().find(TestVocabulary.FUNC).equals(Optional.of("f"))
                        ? Optional.of(new Misfit("arguments", "there is no parameter 'to'"))
                        : Optional.of(new Misfit("timeout", "there is nothing at all"));
        assertThat(Mistakes.in(() -> read(INPUTS.withVar("x", Json.of(1)).withChecks(checks))))
                .containsExactly(
                        "10:15: there is no parameter 'to'",
                        "14:13: there is nothing at all",
                        "15:41: there is nothing at all");
    }
}
