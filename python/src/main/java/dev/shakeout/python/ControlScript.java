package dev.shakeout.python;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.Optional;

/** The operations of {@code controls.py}, which the side process learns when there are controls, and only then. */
public final class ControlScript {
    private ControlScript() {}

    /**
     * Teaches the process that takes requests now. One that comes after it knows nothing of what this one has kept.
     *
     * @throws ProbeFailed when Python itself does not work
     */
    public static void teach(PythonSide side) throws ProbeFailed, InterruptedException {
        var request = Json.object("do", "learn", "name", "controls", "script", Script.read("controls.py"));
        side.ask(request, "getting ready for controls", Optional.of(Duration.ofMinutes(1)));
    }
}
