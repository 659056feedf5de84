package dev.shakeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Stops every run on this host and keeps new ones from starting. The launcher runs the same script without a JVM; this
 * class is for its help, and for those who come another way.
 */
final class HaltCommand implements Command {
    @Override
    public String name() {
        return "halt";
    }

    @Override
    public String summary() {
        return "Stop every run on this host now, take everything back, and let no run begin until 'resume'. As root it"
                + " stops everybody's runs. Needs no JVM. With a run, --all or --server it halts on a server instead.";
    }

    @Override
    public String example() {
        return "shakeout halt";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerHalt.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        if (ServerHalt.isMeant(given)) {
            return ServerHalt.halt(given, terminal);
        }
        Path script = Path.of(System.getProperty("shakeout.home", "."), "bin", "halt.sh");
        var process = new ProcessBuilder("sh", script.toString()).inheritIO().start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) { // it goes on without us
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the halt was complete; run it again: sh " + script, e);
        }
    }
}
