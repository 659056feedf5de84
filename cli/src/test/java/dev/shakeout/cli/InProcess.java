package dev.shakeout.cli;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.model.Mask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line in this JVM, for what needs no process of its own. Nothing is looked for beside the tests: the home is a
 * folder of theirs.
 *
 * @param typed what a person answers
 */
record InProcess(Map<String, String> environment, String typed) {
    static InProcess at(Path home) {
        return new InProcess(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"), "");
    }

    InProcess with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new InProcess(Map.copyOf(more), typed);
    }

    InProcess typing(String... lines) {
        return new InProcess(environment, String.join("\n", lines) + "\n");
    }

    Ended run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                environment,
                Telling.PLAIN,
                new Mask());
        int status = Main.run(List.of(arguments), terminal);
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
