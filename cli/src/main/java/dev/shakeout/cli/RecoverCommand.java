package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes back what runs have left that are gone. */
final class RecoverCommand implements Command {
    @Override
    public String name() {
        return "recover";
    }

    @Override
    public String summary() {
        return "Take back whatever runs have left that ended without doing so.";
    }

    @Override
    public String example() {
        return "shakeout recover";
    }

    @Override
    public void describe(CommandSpec spec) {
        // no options of its own
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        return tell(new Recover(Machine.local()).deadRuns(), "Nothing to recover.", terminal);
    }

    static int tell(List<Recover.Outcome> outcomes, String nothing, Terminal terminal) {
        if (outcomes.isEmpty()) {
            terminal.line(nothing);
        }
        for (Recover.Outcome outcome : outcomes) {
            terminal.line("run " + outcome.runId() + " " + outcome.words());
            outcome.leftovers().forEach(command -> terminal.order("  " + command));
        }
        return outcomes.stream().allMatch(Recover.Outcome::clean) ? Exit.OK : Exit.UNSAFE;
    }
}
