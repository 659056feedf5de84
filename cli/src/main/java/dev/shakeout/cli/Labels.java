package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.report.gate.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What whoever starts a run says of it, for gates and other readers of its journal. */
final class Labels {
    static final String OPTION = "--label";
    static final String ENVIRONMENT = "environment";
    /** Says of a run that it was narrowed, so that nobody takes it for a whole one. */
    static final String AT_MOST = Evidence.AT_MOST;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_./-]{0,62})=(.{1,200})");

    private Labels() {}

    static void describe(CommandSpec spec) {
        describe(
                spec,
                "Say something of this run in its journal, such as version=1.4.2, which a gate can ask for. May"
                        + " be repeated.");
    }

    static void describe(CommandSpec spec, String description) {
        spec.addOption(OptionSpec.builder(OPTION)
                .paramLabel("KEY=VALUE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(description)
                .build());
    }

    /**
     * @param environment that of the policy; empty without
     * @throws InvalidInput one is badly written, given twice, or says another environment than the policy
     */
    static Map<String, String> read(ParseResult given, String environment) {
        var labels = new LinkedHashMap<String, String>();
        for (String text : given.matchedOptionValue(OPTION, List.<String>of())) {
            var match = FORM.matcher(text);
            if (!match.matches()) {
                throw wrong(text, "must be KEY=VALUE, such as version=1.4.2");
            }
            if (labels.put(match.group(1), match.group(2)) != null) {
                throw wrong(text, "'" + match.group(1) + "' is given twice");
            }
        }
        if (!environment.isEmpty()
                && !labels.getOrDefault(ENVIRONMENT, environment).equals(environment)) {
            throw wrong(
                    ENVIRONMENT + "=" + labels.get(ENVIRONMENT),
                    "the policy says that this is " + environment + "; choose with --environment");
        }
        if (!environment.isEmpty()) {
            labels.put(ENVIRONMENT, environment);
        }
        if (labels.containsKey(AT_MOST)) {
            throw wrong(AT_MOST + "=" + labels.get(AT_MOST), "it comes from " + PolicyArguments.AT_MOST);
        }
        Optional.ofNullable(given.matchedOptionValue(PolicyArguments.AT_MOST, (String) null))
                .ifPresent(most -> labels.put(AT_MOST, most));
        return labels;
    }

    private static InvalidInput wrong(String text, String why) {
        return new InvalidInput(Problem.of(OPTION + " " + text + ": " + why));
    }
}
