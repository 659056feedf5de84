package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.python.PythonSide;
import java.time.Duration;
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
            Json.object("sigset", Json.of(java.util.List.of(Json.of(10)))),
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
    void oneThatIsUnderWayIsWaitedForNoLongerOrForItsTime() {
        var asking = Thread.ofVirtual().start(() -> stop.ask(Verdict.ABORTED, "enough"));
        assertThatThrownBy(() -> calls.ask(endless, "the control", false))
                .isInstanceOfAny(InterruptedException.class, ProbeFailed.class);
        assertThat(asking.isAlive()).isFalse();
        assertThatThrownBy(() -> calls.ask(endless, "the control", true)).isInstanceOf(ProbeFailed.class);
    }
}
