package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import dev.shakeout.dialects.chaostoolkit.RulesWords;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Rules;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What stands before the command and holds for every command. Names and meaning are Chaos Toolkit's. */
final class GlobalOptions {
    static final String COMPAT = "--compat";

    /** Set by the launcher: where it was called, when --change-dir took it elsewhere. */
    private static final String STARTED_IN = "shakeout.started-in";

    private static final String CHANGE_DIR = "--change-dir";
    private static final String LOG_FORMAT = "--log-format";
    private static final String LOG_VARIABLE = "SHAKEOUT_LOG_FORMAT";
    private static final String LOG_FILE_LEVEL = "--log-file-level";
    private static final String TOOLKIT_LOG = "chaostoolkit.log";
    private static final List<String> FORMATS = List.of("string", "text", "json");
    private static final List<String> LEVELS =
            Arrays.stream(Level.values()).map(Level::word).toList();

    private final ParseResult root;

    private GlobalOptions(ParseResult root) {
        this.root = root;
    }

    /** @param given for any command: what stands before it is found from there */
    static GlobalOptions of(ParseResult given) {
        return new GlobalOptions(given.commandSpec().root().commandLine().getParseResult());
    }

    static void describe(CommandSpec root) {
        root.addOption(Options.flag(
                "--verbose", "Show a line for every event, with its time and level, and not the live view."));
        root.addOption(
                Options.flag("--no-version-check", "Taken and not needed: newer versions are never looked for."));
        root.addOption(Options.value(CHANGE_DIR, "FOLDER", "Go there first. A log file is named from where you are."));
        root.addOption(Options.flag("--no-log-file", "Write no log file."));
        root.addOption(Options.value(
                "--log-file",
                "FILE",
                "Note what is done at the end of this file, a line each. No file unless given; by Chaos Toolkit's rules ("
                        + COMPAT + ") " + TOOLKIT_LOG + ", as that tool does."));
        root.addOption(words(
                LOG_FILE_LEVEL, "LEVEL", LEVELS, "The least that is noted: debug (default), info, warning or error."));
        root.addOption(words(
                LOG_FORMAT,
                "FORMAT",
                FORMATS,
                "What the terminal shows: string (default; text is the same), or json, an object per line. Of 'server', 'agent' and"
                        + " 'operator' also by $" + LOG_VARIABLE + "."));
        root.addOption(Options.value(
                "--settings",
                "FILE",
                "The settings; ~/.chaostoolkit/settings.yaml unless given. It need not be there."));
        describeCompat(root);
    }

    static void describeCompat(CommandSpec spec) {
        spec.addOption(words(
                COMPAT,
                "TOOL",
                List.of(RulesWords.of(Rules.CHAOS_TOOLKIT)),
                "Go by another tool's rules to the letter: chaostoolkit. Statuses and exit codes are its own then;"
                        + " Shakeout's own faults are taken back all the same."));
    }

    private static OptionSpec words(String name, String label, List<String> words, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .completionCandidates(words)
                .description(description)
                .build();
    }

    /** Where the settings are, whether there are any or not. */
    Path settings(Terminal terminal) {
        String home = terminal.environment().getOrDefault("HOME", System.getProperty("user.home", ""));
        String named = root.matchedOptionValue("--settings", "");
        return named.isEmpty() ? Path.of(home, ".chaostoolkit", "settings.yaml") : Path.of(named);
    }

    /** By which the command goes; it may be said before the command as well as after it. */
    static Rules rules(ParseResult given) {
        String own = given.commandSpec().findOption(COMPAT) == null ? "" : given.matchedOptionValue(COMPAT, "");
        String tool = own.isEmpty() ? of(given).root.matchedOptionValue(COMPAT, "") : own;
        if (tool.isEmpty()) {
            return Rules.SHAKEOUT;
        }
        Words.check(COMPAT, tool, List.of(RulesWords.of(Rules.CHAOS_TOOLKIT)));
        return Rules.CHAOS_TOOLKIT;
    }

    boolean verbose() {
        return root.matchedOptionValue("--verbose", false);
    }

    boolean json() {
        return json(Map.of());
    }

    /** @param environment counts where the option is not given */
    boolean json(Map<String, String> environment) {
        String variable = environment.getOrDefault(LOG_VARIABLE, "");
        String format = root.matchedOptionValue(LOG_FORMAT, variable.isEmpty() ? FORMATS.getFirst() : variable);
        Words.check(root.hasMatchedOption(LOG_FORMAT) ? LOG_FORMAT : LOG_VARIABLE, format, FORMATS);
        return format.equals("json");
    }

    Level logLevel() {
        String word = root.matchedOptionValue(LOG_FILE_LEVEL, Level.DEBUG.word());
        Words.check(LOG_FILE_LEVEL, word, LEVELS);
        return Level.of(word).orElseThrow();
    }

    /** The log file that was asked for by name. */
    Optional<Path> namedLog() {
        String named = noLog() ? "" : root.matchedOptionValue("--log-file", "");
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(System.getProperty(STARTED_IN, "")).resolve(named));
    }

    /** The log file that another tool, by whose rules the command goes, writes always. */
    Optional<Path> usualLog(Rules rules) {
        return rules.ours() || noLog()
                ? Optional.empty()
                : Optional.of(Path.of(System.getProperty(STARTED_IN, "")).resolve(TOOLKIT_LOG));
    }

    private boolean noLog() {
        return root.matchedOptionValue("--no-log-file", false);
    }

    /** @throws InvalidInput the folder should have been changed, and only the launcher can do that */
    void checkFolder() {
        if (root.hasMatchedOption(CHANGE_DIR) && System.getProperty(STARTED_IN) == null) {
            throw new InvalidInput(Problem.of(CHANGE_DIR
                    + ": only the launcher 'shakeout' can do this; change the folder before java is started"));
        }
    }
}
