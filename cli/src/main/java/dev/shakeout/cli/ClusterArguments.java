package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Terms;
import dev.shakeout.faults.kubernetes.Kubeconfig;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Which cluster an experiment is meant for, where that is said on the command line. */
final class ClusterArguments {
    private static final String CONTEXT = "--context";
    private static final String NAMESPACE = "--namespace";
    private static final String EVERY = "*";

    private ClusterArguments() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.value(
                CONTEXT,
                "NAME",
                "The context of the kubeconfig that this is meant for: what the experiment names no context for is there. A"
                        + " policy may ask for the name of one that is production."));
        spec.addOption(OptionSpec.builder(NAMESPACE)
                .paramLabel("NAME")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(
                        "The namespace that this is meant for: what the experiment names no namespace for is there. May"
                                + " be given again for each that a policy wants to hear the name of; '*' names all of them.")
                .build());
    }

    /** What whoever types the command means to hit. */
    static Terms.Named named(ParseResult given) {
        return new Terms.Named(context(given).map(Set::of).orElse(Set.of()), Set.copyOf(namespaces(given)));
    }

    /** The machine for which this context is the current one, and the first namespace that of the context. */
    static Machine on(Machine machine, ParseResult given) {
        var environment = new HashMap<>(machine.environment());
        context(given).ifPresent(name -> {
            environment.put(Kubeconfig.CONTEXT, name);
            environment.put("KUBERNETES_CONTEXT", name); // for Chaos Toolkit's extension
        });
        namespaces(given).stream()
                .filter(name -> !name.equals(EVERY))
                .findFirst()
                .ifPresent(name -> environment.put(Kubeconfig.NAMESPACE, name));
        return environment.equals(machine.environment()) ? machine : machine.withEnvironment(environment);
    }

    private static Optional<String> context(ParseResult given) {
        return isTakenBy(given)
                ? Optional.ofNullable(given.matchedOptionValue(CONTEXT, (String) null))
                        .map(name -> sound(CONTEXT, name))
                : Optional.empty();
    }

    private static List<String> namespaces(ParseResult given) {
        List<String> names = isTakenBy(given) ? given.matchedOptionValue(NAMESPACE, List.of()) : List.of();
        return names.stream().map(name -> sound(NAMESPACE, name)).distinct().toList();
    }

    /** Another command may have options of these names with another meaning. */
    private static boolean isTakenBy(ParseResult given) {
        OptionSpec option = given.commandSpec().findOption(NAMESPACE);
        return option != null && option.isMultiValue();
    }

    private static String sound(String option, String name) {
        if (name.isBlank()) {
            throw new InvalidInput(Problem.of(option + " needs a name"));
        }
        return name;
    }
}
