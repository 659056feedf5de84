package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.python.PythonSide;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long controls are waited for. The one here never answers. */
class ControlCallsTest {
    private final Machine machine = Machine.local();
    private final Stop stop = new Stop();
    private final ControlCalls calls = new ControlCalls(PythonSide.of(machine), stop, Duration.ofMillis(300));
    private final Json.Obj endless = Json.object(
            "do",
            "call",
            "module",
            "signal",
            "func",
            "sigwait",
            "arguments",
            Json.object("sigset", Json.of(List.of(Json.of(10)))),
            "configuration",
            Json.Obj.EMPTY);

    @BeforeEach
    void needPython() {
        assumeTrue(machine.tool("python3").isPresent(), "needs python3 on PATH");
    }

    @AfterEach
    void end() {
        machine.shared().close();
    }

    @Test
    void oneThatBeginsAfterTheStopHasItsTime() {
        stop.ask(Verdict.ABORTED, "enough");

        assertThatThrownBy(() -> calls.ask(endless, "the control", false))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("the control took longer than");
    }

    @Test
    void oneThatIsUnderWayIsNotWaitedForAnyLonger() throws Exception {
        assertThat(endOf(false)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void unlessItMayGoOnForItsTime() throws Exception {
        assertThat(endOf(true)).isInstanceOf(ProbeFailed.class).hasMessageContaining("the control took longer than");
    }

    /** Of a call during which the run is stopped. */
    private Throwable endOf(boolean patient) throws Exception {
        var end = new CompletableFuture<Throwable>();
        Thread waiting = Thread.ofPlatform()
                .start(() -> end.complete(catchThrowable(() -> calls.ask(endless, "the control", patient))));
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        stop.ask(Verdict.ABORTED, "enough");
        return end.get(10, TimeUnit.SECONDS);
    }
}
