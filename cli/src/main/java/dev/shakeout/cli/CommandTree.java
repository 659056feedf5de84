package dev.shakeout.cli;

import dev.shakeout.model.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** All subcommands under one name. Built by calls, not annotations: nothing is scanned on the way to the first line. */
final class CommandTree {
    private static final String FOOTER = """

            Exit status: 0 passed, 1 deviated, 2 bad input, 3 halted, 4 not ready, 5 inconclusive, 6 aborted,
            7 failed, 8 unsafe, 9 refused.""";

    private final Map<CommandSpec, Command> commands = new HashMap<>();
    private final CommandLine line;

    CommandTree(List<Command> all) {
        CommandSpec root = CommandSpec.create().name("shakeout");
        root.usageMessage()
                .description("Breaks a running system on purpose, takes everything back, and tells the truth about it.")
                .footer(FOOTER.lines().toArray(String[]::new));
        root.addOption(help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        GlobalOptions.describe(root);
        line = new CommandLine(root);
        line.getCommandSpec().version("shakeout " + Version.NUMBER);
        all.forEach(command -> line.addSubcommand(command.name(), spec(command)));
        line.setUsageHelpWidth(100);
    }

    private CommandSpec spec(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.name());
        spec.usageMessage().description(command.summary());
        spec.usageMessage().footer("", "Example:", "  " + command.example());
        spec.addOption(help());
        spec.addOption(OptionSpec.builder("--no-color")
                .type(boolean.class)
                .arity("0")
                .description("Write plain lines: no colours, nothing drawn over.")
                .build());
        command.describe(spec);
        commands.put(spec, command);
        command.commands().forEach(inner -> spec.addSubcommand(inner.name(), spec(inner)));
        return spec;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }

    CommandLine commandLine() {
        return line;
    }

    /** Runs the command that the words mean, of all there are. */
    static int run(List<Command> all, List<String> words, Terminal terminal) {
        List<Command> named =
                all.stream().filter(command -> words.contains(command.name())).toList();
        if (!named.isEmpty()) { // describing the others as well would take longer than many a command
            var few = new CommandTree(named);
            try {
                ParseResult result = few.line.parseArgs(words.toArray(String[]::new));
                if (result.hasSubcommand()) {
                    return few.run(result, terminal);
                }
            } catch (CommandLine.ParameterException _) {
                // what is said of it below knows every command
            }
        }
        var tree = new CommandTree(all);
        try {
            return tree.run(tree.line.parseArgs(words.toArray(String[]::new)), terminal);
        } catch (CommandLine.ParameterException e) {
            return refuse(e, terminal);
        }
    }

    private int run(ParseResult result, Terminal terminal) {
        ParseResult given = innermost(result);
        CommandLine asked = given.commandSpec().commandLine();
        if (given.isVersionHelpRequested()) {
            terminal.print("shakeout " + Version.NUMBER);
            return Exit.OK;
        }
        Command command = commands.get(given.commandSpec());
        if (given.isUsageHelpRequested()
                || command == null
                || !command.commands().isEmpty()) {
            asked.usage(terminal.out());
            return given.isUsageHelpRequested() ? Exit.OK : Exit.USAGE;
        }
        return run(command, given, terminal);
    }

    private static ParseResult innermost(ParseResult result) {
        ParseResult given = result;
        while (given.hasSubcommand()) {
            given = given.subcommand();
        }
        return given;
    }

    private static int run(Command command, ParseResult given, Terminal terminal) {
        var rules = GlobalOptions.rules(given);
        boolean plain = given.matchedOptionValue("--no-color", false);
        try (var session = Session.open(given, command.serves(), plain ? terminal.plain() : terminal)) {
            Terminal own = session.terminal();
            own.debug("command " + command.name());
            int status = Guarded.run(() -> command.run(given, own), rules, own);
            own.debug("exit status " + status);
            return status;
        }
    }

    private static int refuse(CommandLine.ParameterException e, Terminal terminal) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String words = e instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched().getFirst(), spec)
                : String.valueOf(e.getMessage());
        terminal.error("shakeout: " + words);
        terminal.error("See '" + spec.qualifiedName() + " --help'.");
        return Exit.USAGE;
    }

    /** Says only of the first word what is wrong with it: those after it are mostly its consequence. */
    private static String unknown(String word, CommandSpec spec) {
        if (word.startsWith("-")) {
            String name = word.replaceFirst("=.*", "");
            OptionSpec global = spec.root().findOption(name);
            if (global != null) {
                return "'" + name + "' stands before the command, as in: shakeout " + name
                        + (global.arity().max() > 0 ? " … " : " ") + spec.name();
            }
            return "unknown option '" + word + "'"
                    + Nearest.suggestion(word, spec.optionsMap().keySet());
        }
        return spec.subcommands().isEmpty()
                ? "'" + word + "' is one argument too many"
                : "unknown command '" + word + "'"
                        + Nearest.suggestion(word, spec.subcommands().keySet());
    }
}
