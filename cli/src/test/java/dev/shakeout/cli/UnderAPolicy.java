package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A process that a run would hit, if the policy in the same folder let it. */
abstract class UnderAPolicy {
    Shakeout shakeout;
    Victim victim;
    Path work;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(folder);
        victim = Victim.sleeping(folder);
        shakeout.write("pause.yaml", experiment("process/pause", "{kind: process, pid: %d}".formatted(victim.pid())));
    }

    @AfterEach
    void end() {
        victim.close();
    }

    static String experiment(String fault, String target) {
        return """
                title: a short sleep
                description: any
                method:
                  - type: action
                    name: freeze it
                    provider: {type: fault, fault: %s, duration: 200ms, target: %s}
                """.formatted(fault, target);
    }

    Ended refused(String... arguments) throws IOException {
        Ended ended = shakeout.run(arguments);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(9);
        assertThat(victim.untouched()).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
        return ended;
    }

    Ended behind(List<String> variables, String... arguments) throws IOException {
        var env = new ArrayList<>(List.of("env"));
        env.addAll(variables);
        return shakeout.startBehind(env, arguments).end();
    }

    void policy(String rules) throws IOException {
        shakeout.write("shakeout-policy.yaml", "time-zone: UTC\neverywhere:\n" + rules.indent(2));
    }
}
