package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import java.io.IOException;
import java.util.List;

/** The shakeout command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Asked often, by scripts too, so answered before anything else is loaded.
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            System.out.println("shakeout " + Version.NUMBER);
            return;
        }
        int status = run(List.of(args), Terminal.standard(System.getenv()));
        System.out.flush();
        if (!Signals.ending()) {
            System.exit(status);
        }
    }

    /** Runs one command line to its end and gives the exit status. */
    static int run(List<String> args, Terminal terminal) {
        try {
            return new CommandTree(Commands.all()).run(args, terminal);
        } catch (InvalidInput e) {
            e.problems().forEach(problem -> terminal.error(problem.toString()));
            return Exit.USAGE;
        } catch (IOException e) {
            terminal.error("shakeout: " + e.getMessage());
            return Exit.FAILED;
        } catch (RuntimeException e) { // must not end as the JVM would, with 1: that is "deviated"
            terminal.error("shakeout: an error of Shakeout's own, please report it: " + e);
            e.printStackTrace(terminal.err());
            return Exit.FAILED;
        }
    }
}
