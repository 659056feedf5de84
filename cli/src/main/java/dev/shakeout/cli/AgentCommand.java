package dev.shakeout.cli;

import dev.shakeout.agent.Agent;
import dev.shakeout.agent.Carrier;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Does here what a run elsewhere orders, or joins the fleet of a server. */
final class AgentCommand implements Command {
    private static final String STDIO = "--stdio";

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public String summary() {
        return "Join the fleet of a server from this host; or, with --stdio, carry out here what a run elsewhere orders, and"
                + " take it back when that run is gone: a run starts this itself.";
    }

    @Override
    public String example() {
        return "shakeout agent --server https://shakeout.example.org --enrol token.txt --label rack=7";
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag(
                STDIO, "Orders come by standard input and reports go to standard output, as lines of JSON."));
        AgentOfFleet.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        Machine machine = Machine.local();
        if (given.hasMatchedOption(STDIO)) {
            if (AgentOfFleet.isMeant(given)) {
                throw new InvalidInput(
                        Problem.of(STDIO + " takes no other option: whoever starts it gives the orders"));
            }
            return serve(machine, terminal);
        }
        return AgentOfFleet.run(given, machine, terminal);
    }

    /** Nothing but reports may be on standard output, whoever prints something. */
    private static int serve(Machine machine, Terminal terminal) {
        System.setOut(System.err);
        try (var _ = machine.shared()) {
            boolean clean = new Agent(Catalog.installed(), machine, Version.NUMBER)
                    .serve(Carrier.of(terminal.in(), terminal.out()));
            return clean ? Exit.OK : Exit.UNSAFE;
        }
    }
}
