package dev.shakeout.cli;

import dev.shakeout.model.Rules;
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
        return Guarded.run(() -> CommandTree.of(Commands.all(), args).run(args, terminal), Rules.SHAKEOUT, terminal);
    }
}
