package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Stops every run of this user on this host. */
final class HaltCommand implements Command {
    @Override
    public String name() {
        return "halt";
    }

    @Override
    public String summary() {
        return "Stop every run of this user on this host now and take everything back.";
    }

    @Override
    public String example() {
        return "shakeout halt";
    }

    @Override
    public void describe(CommandSpec spec) {
        // no options of its own
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        return RecoverCommand.tell(new Recover(Machine.local()).haltAll(), "Nothing is running.", terminal);
    }
}
