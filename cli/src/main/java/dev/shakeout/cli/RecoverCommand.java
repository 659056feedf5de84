package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import dev.shakeout.faults.kubernetes.ClusterRecovery;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes back what runs have left that are gone. */
final class RecoverCommand implements Command {
    private static final String CLUSTER = "--cluster";
    private static final String WATCH = "--watch";

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
        spec.addOption(Options.flag(
                CLUSTER, "Take back what runs have left in a Kubernetes cluster, whatever host they ran on."));
        spec.addOption(Options.flag(
                WATCH, "Go on doing so in the cluster until this is ended: the controller for " + CLUSTER + "."));
        spec.addOption(Options.value("--context", "NAME", "Context of the kubeconfig; the current one if not given."));
        spec.addOption(Options.value("--namespace", "NAME", "Only in this namespace of the cluster."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        boolean cluster = given.hasMatchedOption(CLUSTER);
        for (String option : List.of(WATCH, "--context", "--namespace")) {
            if (!cluster && given.hasMatchedOption(option)) {
                throw new InvalidInput(Problem.of(option + " is about a cluster; give " + CLUSTER + " too"));
            }
        }
        Machine machine = Machine.local();
        return cluster
                ? inCluster(given, machine, terminal)
                : tell(new Recover(machine).deadRuns(), "Nothing to recover.", terminal);
    }

    private static int inCluster(ParseResult given, Machine machine, Terminal terminal) throws IOException {
        try (var _ = machine.shared()) {
            var recovery = new ClusterRecovery(
                    Optional.ofNullable(given.matchedOptionValue("--context", (String) null)),
                    Optional.ofNullable(given.matchedOptionValue("--namespace", (String) null)),
                    machine);
            if (given.hasMatchedOption(WATCH)) {
                terminal.line("Watching over the runs in " + recovery.where() + ".");
                recovery.always(outcome -> tell(List.of(outcome), "", terminal), terminal::warn);
            }
            return tell(recovery.once(), "Nothing to recover in " + recovery.where() + ".", terminal);
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Exit.OK;
        }
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
