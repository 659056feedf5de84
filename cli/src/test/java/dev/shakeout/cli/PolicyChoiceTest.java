package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which policy and which of its environments go for a run; where that cannot be decided, nothing runs. */
class PolicyChoiceTest extends UnderAPolicy {
    @Test
    void thePolicyIsFoundHereThenBesideTheExperimentThenInTheConfiguration() throws IOException {
        Path beside = Files.createDirectories(work.resolve("experiments"));
        Files.move(work.resolve("pause.yaml"), beside.resolve("pause.yaml"));
        Path config = Files.createDirectories(work.resolve("config/shakeout"));
        String deny = "everywhere: {faults: {deny: [process/pause]}}";
        Files.writeString(config.resolve("shakeout-policy.yaml"), deny);
        List<String> variables = List.of("XDG_CONFIG_HOME=" + work.resolve("config"));

        assertThat(behind(variables, "plan", "experiments/pause.yaml").err())
                .contains(config.resolve("shakeout-policy.yaml") + ":1:30");
        Files.writeString(beside.resolve("shakeout-policy.yaml"), deny);
        assertThat(behind(variables, "plan", "experiments/pause.yaml").err())
                .contains("experiments/shakeout-policy.yaml:1:30")
                .doesNotContain(config.toString());
        shakeout.write("shakeout-policy.yaml", "everywhere: {}");
        assertThat(behind(variables, "plan", "experiments/pause.yaml"))
                .satisfies(ended -> assertThat(ended.status()).isZero())
                .satisfies(ended -> assertThat(ended.out()).contains("policy: shakeout-policy.yaml"));
        shakeout.write("other.yaml", "\n" + deny);
        assertThat(behind(variables, "plan", "experiments/pause.yaml", "--policy", "other.yaml")
                        .err())
                .contains("other.yaml:2:30");
    }

    @Test
    void theEnvironmentIsThatOfTheCommandLineThenOfTheVariableThenThePolicysOwn() throws IOException {
        shakeout.write("shakeout-policy.yaml", """
                default-environment: staging
                environments:
                  staging:
                  production:
                    faults: {deny: [process/*]}
                """);

        assertThat(shakeout.run("plan", "pause.yaml").out()).contains("policy: staging of shakeout-policy.yaml");
        var production = List.of("SHAKEOUT_ENVIRONMENT=production");
        assertThat(behind(production, "plan", "pause.yaml").err())
                .contains("refused: in production: process/pause is denied by the policy");
        assertThat(behind(production, "plan", "pause.yaml", "--environment", "staging")
                        .status())
                .isZero();
        refused("run", "pause.yaml", "--environment", "production");
    }

    @Test
    void whatCannotBeDecidedIsAMistakeAndNotAPermission() throws IOException {
        assertThat(shakeout.run("run", "pause.yaml", "--environment", "production"))
                .as("no policy at all")
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains("there is no shakeout-policy.yaml"));
        shakeout.write("shakeout-policy.yaml", "environments: {staging: , production: }");
        assertThat(shakeout.run("run", "pause.yaml"))
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains("which environment is this?", "--environment"));
        assertThat(shakeout.run("plan", "pause.yaml", "--environment", "prod"))
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err()).contains("there is no environment 'prod'"));
        shakeout.write("shakeout-policy.yaml", "everywhere: {fault: {deny: [process/*]}}");
        assertThat(shakeout.run("plan", "pause.yaml"))
                .satisfies(ended -> assertThat(ended.status()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.err())
                        .contains("shakeout-policy.yaml:1:14: unknown key 'fault'", "did you mean 'faults'?"));
        assertThat(victim.untouched()).isTrue();
    }
}
