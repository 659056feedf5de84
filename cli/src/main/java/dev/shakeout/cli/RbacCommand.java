package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.faults.kubernetes.LeastRights;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Provider;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Prints the least that a service account needs for one experiment on Kubernetes. */
final class RbacCommand implements Command {
    private static final String ACCOUNT = "--account";
    private static final String NAMESPACE = "--namespace";

    @Override
    public String name() {
        return "rbac";
    }

    @Override
    public String summary() {
        return "Print the least role that an experiment on Kubernetes needs, for kubectl apply.";
    }

    @Override
    public String example() {
        return "shakeout rbac pod-failure.yaml --namespace shop";
    }

    @Override
    public void describe(CommandSpec spec) {
        ExperimentArguments.describe(spec);
        spec.addOption(OptionSpec.builder(ACCOUNT)
                .paramLabel("NAME")
                .type(String.class)
                .arity("1")
                .description("Name of the service account and its roles; shakeout if not given.")
                .build());
        spec.addOption(OptionSpec.builder(NAMESPACE)
                .paramLabel("NAME")
                .type(String.class)
                .arity("1")
                .description("Where the account is, and where things are that name no namespace; default if not given.")
                .build());
    }

    private static boolean callsPython(Experiment experiment) {
        return Stream.concat(experiment.method().stream(), experiment.rollbacks().stream())
                .anyMatch(activity -> activity.provider() instanceof Provider.Call call
                        && call.kind().equals("python"));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var catalog = Catalog.installed();
        var settings = SettingsFile.load(given, terminal);
        try (var loaded = ExperimentArguments.load(given, settings, terminal).read(catalog, Look.PLAN)) {
            var rights = new LeastRights(
                    given.matchedOptionValue(ACCOUNT, "shakeout"), given.matchedOptionValue(NAMESPACE, "default"));
            var experiments =
                    loaded.entries().stream().map(Loaded.Entry::experiment).toList();
            Optional<String> manifests = rights.of(experiments, catalog);
            boolean calls = experiments.stream().anyMatch(RbacCommand::callsPython);
            if (calls) {
                terminal.warn(
                        "Rights that calls of Python functions need are not counted; shakeout plan names those that"
                                + " are missing.");
            } else if (manifests.isEmpty()) {
                terminal.warn("This experiment does nothing in a cluster, and needs no rights there.");
            }
            manifests.ifPresent(text -> terminal.print(text.stripTrailing()));
            return Exit.OK;
        }
    }
}
