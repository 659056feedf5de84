package dev.shakeout.cli;

import dev.shakeout.dialects.policy.ApprovalReader;
import dev.shakeout.dialects.policy.FlagText;
import dev.shakeout.dialects.policy.PolicyReader;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.FlagSources;
import dev.shakeout.engine.Terms;
import dev.shakeout.model.Approval;
import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Policy;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Under which policy a command runs an experiment: the file that is given, or else the first that is found. */
final class PolicyArguments {
    static final String AT_MOST = "--at-most";
    static final String FILE = "shakeout-policy.yaml";
    private static final String APPROVALS = "shakeout-approvals.yaml";
    /** What may lie among experiments and is none. */
    static final List<String> FILES = List.of(FILE, APPROVALS);

    private static final String VARIABLE = "SHAKEOUT_ENVIRONMENT";

    private final Optional<Policy> policy;
    private final List<Rule> rules;
    private final String environment;
    private final List<Approval> approvals;
    private final FlagSources flags;
    private final Terms.Named named;
    private final Optional<AtMost> most;

    private PolicyArguments(
            Optional<Policy> policy,
            List<Rule> rules,
            String environment,
            List<Approval> approvals,
            FlagSources flags,
            Terms.Named named,
            Optional<AtMost> most) {
        this.policy = policy;
        this.rules = rules;
        this.environment = environment;
        this.approvals = approvals;
        this.flags = flags;
        this.named = named;
        this.most = most;
    }

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--policy")
                .paramLabel("FILE")
                .type(Path.class)
                .arity("1")
                .description(
                        "The policy to keep to; else " + FILE + " in the working folder, beside the experiment, or in"
                                + " a shakeout folder of $XDG_CONFIG_HOME or /etc.")
                .build());
        spec.addOption(OptionSpec.builder("--environment")
                .paramLabel("NAME")
                .type(String.class)
                .arity("1")
                .description("Which environment of the policy this is; else $" + VARIABLE
                        + ", or the policy's default-environment.")
                .build());
        spec.addOption(OptionSpec.builder("--approvals")
                .paramLabel("FILE")
                .type(Path.class)
                .arity("1")
                .description("Who approves of the experiment; else " + APPROVALS + " beside the policy.")
                .build());
        spec.addOption(OptionSpec.builder(AT_MOST)
                .paramLabel("N|P%")
                .type(String.class)
                .arity("1")
                .description(
                        "Hit at most so many of the targets that each selector finds, such as 1 or 5%%, whatever the"
                                + " experiment says: fewer, and never more.")
                .build());
    }

    /**
     * @param experiment beside which a policy may lie
     * @throws InvalidInput a file cannot be read, or no environment is chosen where there are some
     */
    static PolicyArguments read(ParseResult given, Source experiment, Catalog catalog, Map<String, String> variables)
            throws IOException {
        Path named = given.matchedOptionValue("--policy", (Path) null);
        Optional<Path> file = named == null ? find(experiment, variables) : Optional.of(named);
        String chosen = given.matchedOptionValue("--environment", variables.getOrDefault(VARIABLE, ""));
        var flags = new FlagSources(variables, FlagText::defined, FlagText::answered);
        Terms.Named meant = ClusterArguments.named(given);
        Optional<AtMost> most = atMost(given);
        if (file.isEmpty()) {
            if (!chosen.isEmpty()) {
                throw new InvalidInput(Problem.of("the environment '" + chosen + "' is chosen, but there is no " + FILE
                        + "; name one with --policy FILE"));
            }
            return new PolicyArguments(Optional.empty(), List.of(), "", List.of(), flags, meant, most);
        }
        Policy policy = PolicyReader.read(file.get().toString(), Source.text(file.get()), catalog.vocabulary());
        String environment = chosen.isEmpty() ? policy.standard().orElse("") : chosen;
        if (environment.isEmpty() && !policy.environments().isEmpty()) {
            throw new InvalidInput(Problem.of(file.get() + ": which environment is this? Choose with --environment or $"
                    + VARIABLE + ", or set a default-environment (there is: "
                    + String.join(", ", policy.environments().keySet()) + ")"));
        }
        return new PolicyArguments(
                Optional.of(policy),
                environment.isEmpty() ? policy.everywhere() : policy.of(environment),
                environment,
                approvals(given, file.get()),
                flags,
                meant,
                most);
    }

    /** @throws InvalidInput it is neither a number of targets nor a share of them */
    static Optional<AtMost> atMost(ParseResult given) {
        try {
            return Optional.ofNullable(given.matchedOptionValue(AT_MOST, (String) null))
                    .map(AtMost::parse);
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(AT_MOST + ": " + e.getMessage()));
        }
    }

    private static Optional<Path> find(Source experiment, Map<String, String> variables) {
        String config = variables.getOrDefault("XDG_CONFIG_HOME", "");
        Path own = config.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".config") : Path.of(config);
        return Stream.concat(
                        Stream.concat(Stream.of(Path.of(FILE)), experiment.beside(FILE).stream()),
                        Stream.of(
                                own.resolve("shakeout").resolve(FILE),
                                Path.of("/etc/shakeout").resolve(FILE)))
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)) // one that leads nowhere is told
                .findFirst();
    }

    private static List<Approval> approvals(ParseResult given, Path policy) throws IOException {
        Path named = given.matchedOptionValue("--approvals", (Path) null);
        Path file = named == null ? policy.resolveSibling(APPROVALS) : named;
        return named == null && !Files.exists(file)
                ? List.of()
                : ApprovalReader.read(file.toString(), Source.text(file));
    }

    /** What holds for one experiment. */
    Terms terms(Source experiment) {
        boolean asked = rules.stream().anyMatch(Rule.Approvals.class::isInstance);
        return new Terms(environment, rules, asked ? sha256(experiment.text()) : "", approvals, flags, named, most);
    }

    /** How many of the targets may be hit, where that was asked for. */
    Optional<AtMost> most() {
        return most;
    }

    /** By the name that the policy knows it by; empty without. */
    String environment() {
        return environment;
    }

    /** In words, for the journal; empty without a policy. */
    Optional<String> words() {
        return policy.map(found -> (environment.isEmpty() ? "" : environment + " of ") + found.file());
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
