package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.MildArguments;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine that does late what it was asked for, when the run is being taken back already. */
class LateAnswerTest extends WithEngine {
    /** A step is otherwise ended after a second, and its inverse would come before what it takes back. */
    private static final Duration LONGER_THAN_A_STEP_IS_WAITED_FOR = Duration.ofSeconds(3);

    @ParameterizedTest
    @CsvSource({"container/pause, /pause", "container/disconnect, /disconnect", "container/remove, -removed-by-shakeout"
    })
    void is_waited_for_and_then_taken_back(String fault, String request) throws Exception {
        Container before = serve("web");
        Path socket = folder.resolve("late" + request.length());
        try (var late = new Listening(socket, engine.socket())) {
            late.hold(request);
            var slow = machine.withEnvironment(Map.of("DOCKER_HOST", "unix://" + socket));
            var planned = plan(fault, MildArguments.of(CATALOG.fault(fault).descriptor()), "web", slow);
            var stop = new Stop();
            var run = CompletableFuture.supplyAsync(
                    () -> new Runner(CATALOG, slow, Map.of(), "test").run(planned, stop, List.of()));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> late.asked.stream().anyMatch(path -> path.endsWith(request)));

            stop.ask(Verdict.ABORTED, "enough");
            await().pollDelay(LONGER_THAN_A_STEP_IS_WAITED_FOR).until(() -> true);
            late.release();

            Journal journal = run.join();
            await().until(() -> late.answered.stream().anyMatch(path -> path.endsWith(request)));
            assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.ABORTED);
            Container after = Container.read(engine, before.id());
            assertThat(after.status()).isEqualTo("running");
            assertThat(after.name()).isEqualTo("web");
            assertThat(after.networks().keySet()).isEqualTo(before.networks().keySet());
        }
    }
}
