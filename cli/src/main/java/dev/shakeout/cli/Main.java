package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Rules;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.FutureTask;

/** The shakeout command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Asked often, by scripts too, so answered before anything else is loaded.
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            System.out.println("shakeout " + Version.NUMBER);
            return;
        }
        if (args.length > 1) {
            warmUp();
        }
        int status = run(List.of(args), Terminal.standard(System.getenv()));
        System.out.flush();
        if (!Signals.ending()) {
            Runtime.getRuntime().halt(status); // nothing is left to do, and an exit looks for a logger first, for 10 ms
        }
    }

    /**
     * Beside the reading of the command line, what would else hold up every command that reads a file: decimal numbers
     * compute powers of five at their first use, for 10 ms, and it takes 7 to find what is installed.
     */
    static void warmUp() {
        Thread.ofPlatform().daemon().name("warm-up").start(new FutureTask<>(() -> {
            Catalog.lookAhead();
            return BigDecimal.ONE;
        }));
    }

    /** Runs one command line to its end and gives the exit status. */
    static int run(List<String> args, Terminal terminal) {
        return Guarded.run(() -> CommandTree.run(Commands.all(), args, terminal), Rules.SHAKEOUT, terminal);
    }
}
