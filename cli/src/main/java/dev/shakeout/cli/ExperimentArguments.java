package dev.shakeout.cli;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.python.PythonSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The file and the options that every command on an experiment takes. Names are Chaos Toolkit's where it has them. */
final class ExperimentArguments {
    private static final String NO_VERIFY_TLS = "--no-verify-tls";

    private ExperimentArguments() {}

    static void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("SOURCE")
                .type(String.class)
                .description("The experiment: a YAML or JSON file, a folder of them, or an http or https address."
                        + " Chaos Mesh's manifests are read too.")
                .build());
        VariableArguments.describe(spec);
        spec.addOption(OptionSpec.builder(NO_VERIFY_TLS)
                .type(boolean.class)
                .arity("0")
                .description("Fetch the experiment from a server whatever its certificate is.")
                .build());
        ForeignArguments.describe(spec);
        GlobalOptions.describeCompat(spec);
        spec.addOption(OptionSpec.builder("--seed")
                .paramLabel("NUMBER")
                .type(Long.class)
                .arity("1")
                .description("Decide every random choice; the journal names the seed of each run.")
                .build());
    }

    /**
     * Gets the experiment that the command is about.
     *
     * @throws InvalidInput it cannot be had, or the options are wrong
     * @throws BadExperiment it cannot be had, by Chaos Toolkit's rules
     */
    static Loading load(ParseResult given, UserSettings settings, Terminal terminal) {
        return load(given, settings, List.of(), terminal);
    }

    /** @param everywhere controls that may look at it on the way */
    static Loading load(ParseResult given, UserSettings settings, List<GlobalControl> everywhere, Terminal terminal) {
        Inputs inputs = VariableArguments.read(given, terminal);
        Machine machine = ClusterArguments.on(Loaded.machine(inputs.environment(), terminal.mask()), given);
        try {
            PythonOption.named(given).ifPresent(name -> PythonSide.use(name, machine));
            var controls = LoadingControls.of(everywhere, settings, machine);
            controls.before(named(given));
            var foreign = ForeignArguments.read(given);
            return new Loading(named(given), sources(given, settings, inputs), inputs, machine, controls, foreign);
        } catch (InvalidInput e) {
            machine.shared().close();
            throw inputs.rules().ours() ? e : new BadExperiment(e);
        }
    }

    private static String named(ParseResult given) {
        return given.matchedPositionalValue(0, "");
    }

    private static List<Source> sources(ParseResult given, UserSettings settings, Inputs inputs) {
        String named = named(given);
        boolean verified = !given.matchedOptionValue(NO_VERIFY_TLS, false);
        if (RemoteSource.names(named)) {
            return List.of(
                    new RemoteSource(settings, inputs.environment(), verified, inputs.mask()).fetch(named));
        }
        if (named.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
            throw new InvalidInput(Problem.of(named.replaceFirst("://.*", "")
                    + ": an experiment is fetched by http or https; anything else must be a file"));
        }
        return inputs.rules().ours() ? Source.all(Path.of(named)) : List.of(Source.of(Path.of(named)));
    }

    static long seed(ParseResult given) {
        Long seed = given.matchedOptionValue("--seed", (Long) null);
        return seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed; // a secure one takes 8 ms to set up
    }

    /** What a journal says of the host it was written on. */
    static Map<String, String> host(Map<String, String> environment) {
        var host = new LinkedHashMap<String, String>();
        host.put("host", environment.getOrDefault("HOSTNAME", hostName()));
        host.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        host.put("kernel", System.getProperty("os.version"));
        host.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        host.put("java", System.getProperty("java.runtime.version", ""));
        host.put("user", System.getProperty("user.name", ""));
        return host;
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
