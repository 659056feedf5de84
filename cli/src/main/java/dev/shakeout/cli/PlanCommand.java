package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.faults.kubernetes.Places;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Span;
import dev.shakeout.model.Step;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Shows what a run would do; touches nothing. */
final class PlanCommand implements Command {
    private static final String SCRIPTS = "--scripts";
    /** What is longer is shown only when asked for, as nobody would see what is done with whom. */
    private static final int SHORT = 20;

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String summary() {
        return "Show what a run would do and how it would be taken back; touch nothing.";
    }

    @Override
    public String example() {
        return "shakeout plan slow-database.yaml --seed 7";
    }

    @Override
    public void describe(CommandSpec spec) {
        ExperimentArguments.describe(spec);
        PythonOption.describe(spec);
        PolicyArguments.describe(spec);
        ClusterArguments.describe(spec);
        spec.addOption(OptionSpec.builder(SCRIPTS)
                .type(boolean.class)
                .arity("0")
                .description("Show every shell script in full, ready to be pasted.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var catalog = Catalog.installed();
        var settings = SettingsFile.load(given, terminal);
        try (var loaded = ExperimentArguments.load(given, settings, terminal).read(catalog, Look.PLAN)) {
            int status = Exit.OK;
            for (Loaded.Entry entry : loaded.entries()) {
                int refused = plan(given, entry, loaded.machine(), catalog, terminal);
                status = status == Exit.OK ? refused : status;
            }
            return status;
        }
    }

    private static int plan(ParseResult given, Loaded.Entry entry, Machine machine, Catalog catalog, Terminal terminal)
            throws IOException {
        var experiment = entry.experiment();
        var policy = PolicyArguments.read(given, entry.source(), catalog, terminal.environment());
        Plan plan = new Planner(catalog, machine)
                .plan(experiment, ExperimentArguments.seed(given), policy.terms(entry.source()))
                .plan();
        terminal.line(terminal.style(experiment.title(), Style.BOLD));
        terminal.line("seed " + plan.seed() + "; nothing has been touched");
        policy.words().ifPresent(words -> terminal.line("policy: " + words));
        policy.most()
                .ifPresent(most -> terminal.line("narrowed to at most " + most + " of the targets of each selector"));
        Places.of(plan, catalog, machine).forEach(terminal::line);
        FidelityTable.warn(entry.written(), terminal);
        if (plan.injections().isEmpty() && plan.refusals().isEmpty()) {
            terminal.line("No faults: the method only calls providers.");
        }
        for (Plan.BlastRadius radius : plan.radii()) {
            terminal.line("");
            terminal.line(terminal.style(radius.activity(), Style.BOLD) + ": " + radius.chosen() + " of "
                    + radius.found() + " " + radius.kind() + (radius.found() == 1 ? "" : " targets") + " ("
                    + radius.share() + ")");
            cue(experiment, radius).ifPresent(words -> terminal.line("  only      " + words));
            plan.injections().stream()
                    .filter(injection -> injection.activity().equals(radius.activity()))
                    .forEach(injection -> show(injection, given.hasMatchedOption(SCRIPTS), terminal));
            surroundings(radius, terminal);
            drawnWith(experiment, radius).ifPresent(others -> terminal.line("  draw      " + others));
            if (includesNew(experiment, radius)) {
                terminal.line(
                        "  new       a " + radius.kind() + " that appears while it lasts joins it, within the limits");
            }
        }
        for (Injection made : plan.injections().stream().filter(plan::isMade).toList()) {
            terminal.line("");
            terminal.line(terminal.style(made.activity(), Style.BOLD) + ": made for it, and taken back after it");
            show(made, given.hasMatchedOption(SCRIPTS), terminal);
        }
        if (!experiment.safety().haltWhen().isEmpty()) {
            terminal.line("");
            terminal.line(terminal.style("guards", Style.BOLD));
            experiment.safety().haltWhen().forEach(guard -> terminal.line("  " + GuardWords.of(guard)));
        }
        if (plan.refusals().isEmpty()) {
            return Exit.OK;
        }
        terminal.line("");
        plan.refusals().forEach(refusal -> terminal.order("refused: " + refusal)); // its words hide secrets
        return Verdict.REFUSED.exitCode();
    }

    /** What it waits for; nobody knows yet whether it will be injected at all. */
    private static Optional<String> cue(Experiment experiment, Plan.BlastRadius radius) {
        return experiment.method().stream()
                .filter(activity -> activity.name().equals(radius.activity()))
                .map(activity -> activity.cue().words())
                .filter(words -> !words.isEmpty())
                .findFirst();
    }

    private static boolean includesNew(Experiment experiment, Plan.BlastRadius radius) {
        return selectors(experiment).getOrDefault(radius.activity(), List.of()).stream()
                .anyMatch(Selector::includesNew);
    }

    /** Who hits the same targets by the same draw. */
    private static Optional<String> drawnWith(Experiment experiment, Plan.BlastRadius radius) {
        Map<String, List<Selector>> selectors = selectors(experiment);
        var draws = selectors.getOrDefault(radius.activity(), List.of()).stream()
                .flatMap(selector -> selector.draw().stream())
                .toList();
        String others = selectors.entrySet().stream()
                .filter(other -> !other.getKey().equals(radius.activity()))
                .filter(other -> other.getValue().stream()
                        .anyMatch(one -> one.draw().filter(draws::contains).isPresent()))
                .map(other -> "'" + other.getKey() + "'")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of("the same targets as of " + others);
    }

    /** What each fault hits, by its activity. */
    private static Map<String, List<Selector>> selectors(Experiment experiment) {
        return experiment.method().stream()
                .filter(activity -> activity.provider() instanceof Provider.FaultCall)
                .collect(Collectors.groupingBy(
                        Activity::name,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                activity -> ((Provider.FaultCall) activity.provider()).selector(),
                                Collectors.toList())));
    }

    /** What is left of the services that are hit, and what the selector found and leaves alone. */
    private static void surroundings(Plan.BlastRadius radius, Terminal terminal) {
        for (Plan.Service service : radius.services()) {
            boolean gone = service.untouched() <= 0;
            terminal.line("  service   " + (gone ? terminal.style("warning: ", Style.YELLOW) : "") + service);
        }
        dev.shakeout.report.Words.protectedOnes(radius).forEach(line -> terminal.line("  protected " + line));
    }

    private static void show(Injection injection, boolean scripts, Terminal terminal) {
        terminal.line("  " + injection.fault() + " on " + injection.target());
        terminal.line("    by      " + injection.rung());
        terminal.line("    for     "
                + injection
                        .duration()
                        .map(Span::words)
                        .orElse("as long as the method runs, unless it is over at once"));
        terminal.line("    effect  " + injection.effect());
        injection.steps().forEach(step -> {
            terminal.line("    do      " + step.what());
            command(step.change().argv(), scripts, terminal);
            if (step.undo().isPresent()) {
                terminal.line("    undo    by");
                command(step.undo().get().argv(), scripts, terminal);
            } else {
                boolean child = step.change() instanceof Step.Change.Child;
                terminal.line("    undo    " + (child ? "end that process" : "nothing can or need take this back"));
            }
        });
        injection.notes().forEach(note -> terminal.line("    note    " + note));
    }

    private static void command(List<String> argv, boolean scripts, Terminal terminal) {
        boolean script = argv.size() > 3 && argv.subList(0, 2).equals(List.of("sh", "-c"));
        long lines = script ? argv.get(2).lines().count() : 0;
        if (scripts || lines <= SHORT) {
            typed(argv).lines().forEach(line -> dim(line, terminal));
            return;
        }
        dim("a shell script of " + lines + " lines (" + SCRIPTS + " shows it), with", terminal);
        argv.stream().skip(4).forEach(argument -> dim("  " + typed(List.of(argument)), terminal));
    }

    /** As a person would type it. */
    private static String typed(List<String> argv) {
        return argv.stream()
                .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : Inverse.quote(word))
                .collect(Collectors.joining(" "));
    }

    private static void dim(String line, Terminal terminal) {
        terminal.line(terminal.style("              " + line, Style.DIM));
    }
}
