package dev.shakeout.python;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        var request = Json.object("do", "learn", "name", "controls", "script", text());
        side.ask(request, "getting ready for controls", Optional.of(Duration.ofMinutes(1)));
    }

    private static String text() {
        try (InputStream stream = ControlScript.class.getResourceAsStream("controls.py")) {
            if (stream == null) {
                throw new IllegalStateException("controls.py is missing in this installation");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
