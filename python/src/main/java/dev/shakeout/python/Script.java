package dev.shakeout.python;

import dev.shakeout.engine.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The script of the side process, and how it gets there: by the pipe, so that it needs no file and no long command. */
final class Script {
    static final byte[] TEXT = (read("operations.py") + "\n" + read("side.py")).getBytes(StandardCharsets.UTF_8);

    private Script() {}

    static List<String> command(Path python) {
        return List.of(python.toString(), "-u", "-c", bootstrap(Interpreter.OLDEST, TEXT.length), Shared.MARK);
    }

    /** Python 2 can read it too, to say that it is too old. */
    private static String bootstrap(String oldest, int length) {
        return """
                import os, sys
                sys.version_info >= (%s) or sys.exit("needs Python %s or newer, and this is " + sys.version.split()[0])
                script = b""
                while len(script) < %d:
                    more = os.read(0, %d - len(script))
                    more or os._exit(1)
                    script += more
                exec(compile(script, "<shakeout>", "exec"), {"__name__": "shakeout_side"})
                """.formatted(oldest.replace('.', ','), oldest, length, length);
    }

    private static String read(String name) {
        try (InputStream stream = Script.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing in this installation");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
