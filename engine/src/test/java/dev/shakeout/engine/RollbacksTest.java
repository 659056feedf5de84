package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Strategies.HypothesisWhen;
import dev.shakeout.model.Strategies.RollbackWhen;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file's own rollbacks run when its strategy says so. */
class RollbacksTest extends SteadySystem {
    @Test
    void rollbacksRunAsTheStrategySays() throws IOException {
        var expected = Map.of(
                RollbackWhen.DEFAULT, "passed deviated aborted",
                RollbackWhen.ALWAYS, "passed deviated aborted not-ready",
                RollbackWhen.NEVER, "",
                RollbackWhen.DEVIATED, "deviated");
        for (var strategy : expected.entrySet()) {
            for (String end : List.of("passed", "deviated", "aborted", "not-ready")) {
                Path rolled = temp.resolve("rolled back");
                Files.deleteIfExists(rolled);
                var one = new Drill(temp);
                one.hypothesis.addAll(drill.hypothesis);
                one.strategies =
                        new Strategies(HypothesisWhen.DEFAULT, Duration.ofSeconds(1), false, strategy.getKey());
                one.rollbacks.add(Drill.touch("roll back", rolled));
                switch (end) {
                    case "deviated" -> one.method.add(one.exists("fails", steady, false));
                    case "aborted" -> {
                        one.method.add(one.fault("fault", 60_000));
                        one.listeners.add(event -> {
                            if (event instanceof Event.Injected) {
                                one.stop.ask(Verdict.ABORTED, "a person");
                            }
                        });
                    }
                    case "not-ready" -> one.hypothesis.add(one.exists("never", steady, false));
                    default -> one.method.add(one.exists("holds", steady, true));
                }

                Journal journal = one.run();

                assertThat(journal.verdict().word()).isEqualTo(end);
                assertThat(Files.exists(rolled))
                        .as("%s when %s", strategy.getKey(), end)
                        .isEqualTo(List.of(strategy.getValue().split(" ", -1)).contains(end));
            }
        }
    }

    @Test
    void aRollbackThatFailsFailsTheRun() {
        drill.rollbacks.add(Drill.touch("roll back", temp.resolve("no/such/folder")));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.FAILED);
    }
}
