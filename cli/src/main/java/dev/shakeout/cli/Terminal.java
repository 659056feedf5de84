package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Problem;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a command writes, and what it is answered.
 *
 * @param live whether lines can be drawn over: a real terminal, not a file, a pipe or a dumb one
 * @param color whether colours are welcome
 * @param environment variables, for what a person has set up
 * @param mask what is never said, shared with all that comes by a secret
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean live,
        boolean color,
        Map<String, String> environment,
        Telling telling,
        Mask mask) {
    private static final Pattern STYLED = Pattern.compile("\u001b\\[[0-9;]*m");

    Terminal(PrintStream out, PrintStream err, boolean live, boolean color, Map<String, String> environment) {
        this(System.in, out, err, live, color, environment, Telling.PLAIN, new Mask());
    }

    static Terminal standard(Map<String, String> environment) {
        boolean live = Optional.ofNullable(System.console())
                        .filter(console -> console.isTerminal())
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
        return new Terminal(in, out, err, false, false, environment, telling, mask);
    }

    Terminal with(Telling other) {
        return new Terminal(in, out, err, live && other.bare(), color && other.bare(), environment, other, mask);
    }

    /** Says what was done. */
    void line(String text) {
        String shown = mask.hide(text);
        say(out, telling.line(Level.INFO, shown), shown);
    }

    /** Says what a person should know, though the command goes on. */
    void warn(String text) {
        String shown = mask.hide(text);
        say(err, telling.line(Level.WARNING, shown), style(shown, Style.YELLOW));
    }

    void error(String text) {
        order(mask.hide(text));
    }

    /** The place stays as it is, even where a secret is part of a path: without it nobody finds the mistake. */
    void mistake(Problem problem) {
        order(problem.position().map(place -> place + ": ").orElse("") + mask.hide(problem.message()));
    }

    /** Says a command that a person must run. It is nothing without each of its letters, and made of our own paths. */
    void order(String text) {
        say(err, telling.line(Level.ERROR, text), style(text, Style.RED));
    }

    /** Says what only matters to somebody who looks for a mistake. */
    void debug(String text) {
        LogLine line = telling.line(Level.DEBUG, mask.hide(text));
        if (telling.least() == Level.DEBUG) {
            out.println(telling.events().orElse(telling.form()).of(line));
        }
        telling.log().write(line);
    }

    /** Writes what was asked for: always as it is, and into no log. Events have their secrets hidden already. */
    void print(String text) {
        out.println(text);
    }

    private void say(PrintStream to, LogLine line, String styled) {
        to.println(telling.bare() ? styled : telling.form().of(line));
        telling.log()
                .write(
                        color
                                ? new LogLine(
                                        line.at(),
                                        line.level(),
                                        STYLED.matcher(line.words()).replaceAll(""),
                                        line.about())
                                : line);
    }

    String style(String text, Style style) {
        return color ? style.code + text + "\u001b[0m" : text;
    }

    /** What a piece of text means; never said by colour alone. */
    enum Style {
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        BLUE("\u001b[34m"),
        BOLD("\u001b[1m"),
        DIM("\u001b[2m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }
}
