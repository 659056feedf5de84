package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log that goes on at the end of a file; every line is in the file at once, for whoever follows it. */
final class LogFile implements Log, AutoCloseable {
    private final PrintWriter out;
    private final LineForm form;
    private final Level least;

    private LogFile(PrintWriter out, LineForm form, Level least) {
        this.out = out;
        this.form = form;
        this.least = least;
    }

    /** @param least what matters less is left out */
    static LogFile open(Path file, LineForm form, Level least) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new LogFile(new PrintWriter(writer, true), form, least);
    }

    @Override
    public void write(LogLine line) {
        if (line.level().compareTo(least) >= 0) {
            out.println(form.of(line));
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
