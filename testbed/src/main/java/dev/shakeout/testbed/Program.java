package dev.shakeout.testbed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that a test writes in order to run it.
 *
 * <p>A process of its own writes it. If the test did, then whatever another of its threads starts in this moment would
 * hold the file open for writing until it has become another program, and the kernel runs no file that is open for
 * writing ({@code ETXTBSY}, execve(2)).
 */
public final class Program {
    private Program() {}

    /** A script that its owner may run; {@code text} starts with the line that names its interpreter. */
    public static Path script(Path file, String text) throws IOException {
        return write(file, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Another program under this name. */
    public static Path copy(Path program, Path file) throws IOException {
        try (InputStream from = Files.newInputStream(program)) {
            return write(file, from);
        }
    }

    private static Path write(Path file, InputStream from) throws IOException {
        Process writer = new ProcessBuilder("sh", "-c", "cat >\"$0\" && chmod 700 \"$0\"", file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var to = writer.getOutputStream()) {
            from.transferTo(to);
        }
        int status = writer.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(file + " could not be written, exit " + status);
        }
        return file;
    }
}
