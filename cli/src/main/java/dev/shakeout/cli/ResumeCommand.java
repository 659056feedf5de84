package dev.shakeout.cli;

import dev.shakeout.engine.KillSwitch;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lets runs begin again after a halt. */
final class ResumeCommand implements Command {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String summary() {
        return "Let runs begin again after 'halt', on this host, or with --server on a server.";
    }

    @Override
    public String example() {
        return "shakeout resume";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        ServerHalt.describeRelease(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        if (ServerHalt.isReleaseMeant(given)) {
            return ServerHalt.release(given, terminal);
        }
        var killSwitch = new KillSwitch(Machine.local().folders());
        Optional<String> set = killSwitch.set();
        try {
            killSwitch.release();
        } catch (IOException e) {
            terminal.error("shakeout: the kill switch could not be released (" + e.getMessage()
                    + "); it is for the user who set it to do so: " + set.orElse(""));
            return Verdict.REFUSED.exitCode();
        }
        terminal.line(set.isPresent() ? "Runs may begin again." : "The kill switch was not set; runs may begin.");
        return Exit.OK;
    }
}
