package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.operator.Operator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Carries out what stands in a Kubernetes cluster as Experiments, Runs and Schedules. */
final class OperatorCommand implements Command {
    private static final String LEASE = "--lease";
    private static final String AT_ONCE = "--at-once";
    private static final int SHORTEST_LEASE = 3;
    private static final int LONGEST_LEASE = 300;
    private static final int MOST_AT_ONCE = 50;

    @Override
    public String name() {
        return "operator";
    }

    @Override
    public String summary() {
        return "Carry out the Runs and Schedules of a Kubernetes cluster, and take back what lost runs left.";
    }

    @Override
    public String example() {
        return "shakeout operator --namespace shop --policy shakeout-policy.yaml";
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value("--context", "NAME", "Context of the kubeconfig; the current one if not given."));
        spec.addOption(Options.value("--namespace", "NAME", "Only the objects of this namespace."));
        spec.addOption(
                Options.number(LEASE, "SECONDS", "How long the operator that leads may be silent; 15 if not given."));
        spec.addOption(Options.number(AT_ONCE, "N", "How many runs are carried out side by side; 4 if not given."));
        PolicyArguments.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        int lease = inRange(given, LEASE, 15, SHORTEST_LEASE, LONGEST_LEASE);
        int atOnce = inRange(given, AT_ONCE, 4, 1, MOST_AT_ONCE);
        var settings = new Operator.Settings(
                Optional.ofNullable(given.matchedOptionValue("--context", (String) null)),
                Optional.ofNullable(given.matchedOptionValue("--namespace", (String) null)),
                Itself.command(),
                options(given, terminal),
                Duration.ofSeconds(lease),
                atOnce);
        Machine machine = Machine.local();
        try (var _ = machine.shared();
                var _ = Ending.of(Thread.currentThread())) {
            var operator = new Operator(settings, machine);
            terminal.line("Waits to lead in " + operator.where() + ".");
            operator.run(terminal::line, terminal::warn);
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException _) {
            return Exit.OK; // asked to end, and everything is taken back
        }
    }

    private static int inRange(ParseResult given, String option, int otherwise, int least, int most) {
        int number = given.matchedOptionValue(option, otherwise);
        if (number < least || number > most) {
            throw new InvalidInput(Problem.of(option + " " + number + ": must be from " + least + " to " + most));
        }
        return number;
    }

    /** For every run; looked at now, so that no run fails for them. */
    private static List<String> options(ParseResult given, Terminal terminal) throws IOException {
        var options = new ArrayList<String>();
        for (String option : List.of("--policy", "--approvals")) {
            Path file = given.matchedOptionValue(option, (Path) null);
            if (file != null) {
                options.addAll(List.of(option, file.toAbsolutePath().toString()));
            }
        }
        String environment = given.matchedOptionValue("--environment", "");
        if (!environment.isEmpty()) {
            options.addAll(List.of("--environment", environment));
        }
        PolicyArguments.atMost(given)
                .ifPresent(most -> options.addAll(List.of(PolicyArguments.AT_MOST, most.toString())));
        var nowhere = new Source("a run", "", dev.shakeout.dialects.TreeReader.Form.BY_NAME, Optional.empty());
        PolicyArguments.read(given, nowhere, Catalog.installed(), terminal.environment());
        return options;
    }
}
