package dev.shakeout.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What takes a step back: a POSIX shell script whose every outside string is an argument ($1, $2, …), so nothing from an
 * experiment is ever read as shell. Runs without a JVM, must end with status 0 when there is nothing left to take back.
 *
 * @param durable whether what it takes back survives a restart of the host, as a file does; it is then kept on disk and run
 *     after the restart, when process numbers mean others, so it must not go by them
 */
public record Inverse(String script, List<String> arguments, boolean durable) {
    public Inverse {
        arguments = List.copyOf(arguments);
    }

    /** Of a change that is gone when the host is started again, as a rule or a signal is. */
    public Inverse(String script, List<String> arguments) {
        this(script, arguments, false);
    }

    /** The same, of a change that survives a restart of the host. */
    public Inverse lasting() {
        return new Inverse(script, arguments, true);
    }

    public static Inverse of(String script, String... arguments) {
        return new Inverse(script, List.of(arguments));
    }

    public List<String> argv() {
        var argv = new ArrayList<>(List.of("sh", "-c", script, "shakeout"));
        argv.addAll(arguments);
        return argv;
    }

    /** A text that a POSIX shell reads as exactly this one word. NUL cannot be said in a shell and is refused. */
    public static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new BadValue("a NUL character cannot be passed to a command");
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** A command line that a person can paste to do the same. */
    public String pasteable() {
        if (arguments.isEmpty()) {
            return script;
        }
        var line = new StringBuilder("sh -c ").append(quote(script)).append(" shakeout");
        arguments.forEach(argument -> line.append(' ').append(quote(argument)));
        return line.toString();
    }
}
