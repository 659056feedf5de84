package dev.shakeout.cli;

import dev.shakeout.agent.Agent;
import dev.shakeout.agent.Carrier;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Does here what a run elsewhere orders; a run starts it by itself, in a pod for example. */
final class AgentCommand implements Command {
    private static final String STDIO = "--stdio";

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public String summary() {
        return "Carry out here what a run elsewhere orders, and take it back when that run is gone; a run starts this itself.";
    }

    @Override
    public String example() {
        return "kubectl exec -i POD -c CONTAINER -- shakeout agent --stdio";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag(
                STDIO, "Orders come by standard input and reports go to standard output, as lines of JSON."));
    }

    /** Nothing but reports may be on standard output, whoever prints something. */
    @Override
    public int run(ParseResult given, Terminal terminal) {
        if (!given.hasMatchedOption(STDIO)) {
            throw new InvalidInput(Problem.of("say how orders come: " + STDIO));
        }
        System.setOut(System.err);
        Machine machine = Machine.local();
        try (var _ = machine.shared()) {
            boolean clean = new Agent(Catalog.installed(), machine, Version.NUMBER)
                    .serve(Carrier.of(terminal.in(), terminal.out()));
            return clean ? Exit.OK : Exit.UNSAFE;
        }
    }
}
