package dev.shakeout.cli;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.chaostoolkit.VarFile;
import dev.shakeout.dialects.chaostoolkit.VarFlag;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The file and the options that every command on an experiment takes. Names are Chaos Toolkit's where it has them. */
final class ExperimentArguments {
    private ExperimentArguments() {}

    static void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("FILE")
                .type(Path.class)
                .description("The experiment: YAML or JSON.")
                .build());
        spec.addOption(OptionSpec.builder("--var")
                .paramLabel("KEY[:TYPE]=VALUE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(
                        "Set a configuration value; TYPE is str (default), int, float, bool, bytes or json. May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder("--var-file")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1")
                .description("Read configuration and secrets from a JSON, YAML or .env file. May be repeated.")
                .build());
        GlobalOptions.describeCompat(spec);
        spec.addOption(OptionSpec.builder("--seed")
                .paramLabel("NUMBER")
                .type(Long.class)
                .arity("1")
                .description("Decide every random choice; the journal names the seed of each run.")
                .build());
    }

    static Experiment read(ParseResult given, Catalog catalog, Map<String, String> environment) throws IOException {
        Rules rules = GlobalOptions.rules(given);
        Path file = file(given);
        Inputs inputs = Inputs.of(environment).by(rules);
        for (Path variables : given.matchedOptionValue("--var-file", List.<Path>of())) {
            inputs = VarFile.add(inputs, variables.toString(), text(variables));
        }
        for (String assignment : given.matchedOptionValue("--var", List.<String>of())) {
            inputs = VarFlag.add(inputs, assignment);
        }
        try {
            return ExperimentReader.read(file.toString(), text(file), inputs, catalog.vocabulary());
        } catch (InvalidInput e) {
            throw rules.ours() ? e : new BadExperiment(e);
        }
    }

    static Path file(ParseResult given) {
        return given.matchedPositionalValue(0, Path.of(""));
    }

    static long seed(ParseResult given) {
        Long seed = given.matchedOptionValue("--seed", (Long) null);
        return seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
    }

    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new InvalidInput(Problem.of(file + ": no such file"));
        } catch (java.nio.charset.CharacterCodingException _) {
            throw new InvalidInput(Problem.of(file + ": not UTF-8 text"));
        } catch (IOException e) {
            throw new InvalidInput(Problem.of(file + ": cannot be read: "
                    + (Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage()))));
        }
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
