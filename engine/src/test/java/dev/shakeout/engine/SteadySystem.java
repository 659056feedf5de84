package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A system that is well, in a folder of its own: for runs on real files and sockets. */
abstract class SteadySystem {
    static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    Path temp;

    Drill drill;
    Path steady;

    @BeforeEach
    void aSteadySystem() throws IOException {
        drill = new Drill(temp);
        steady = Files.createFile(temp.resolve("steady"));
        drill.hypothesis.add(drill.exists("steady file", steady, true));
    }

    void everythingIsTakenBack() throws IOException {
        try (var files = Files.list(temp)) {
            assertThat(files.filter(f -> f.toString().endsWith(".a"))).isEmpty();
        }
        assertThat(drill.runFolderIsGone()).as("the run folder is gone").isTrue();
    }

    static Strategies when(HypothesisWhen when, boolean failFast) {
        return new Strategies(when, Duration.ofMillis(30), failFast, RollbackWhen.DEFAULT);
    }
}
