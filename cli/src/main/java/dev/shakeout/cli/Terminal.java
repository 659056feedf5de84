package dev.shakeout.cli;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command writes.
 *
 * @param live whether lines can be drawn over: a real terminal, not a file, a pipe or a dumb one
 * @param color whether colours are welcome
 * @param environment variables, for what a person has set up
 */
record Terminal(PrintStream out, PrintStream err, boolean live, boolean color, Map<String, String> environment) {
    static Terminal standard(Map<String, String> environment) {
        boolean live = Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean color = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                live,
                color,
                environment);
    }

    Terminal plain() {
        return new Terminal(out, err, false, false, environment);
    }

    void line(String text) {
        out.println(text);
    }

    void error(String text) {
        err.println(style(text, Style.RED));
    }

    String style(String text, Style style) {
        return color ? style.code + text + "\u001b[0m" : text;
    }

    /** What a piece of text means; never said by colour alone. */
    enum Style {
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        BOLD("\u001b[1m"),
        DIM("\u001b[2m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
