package dev.shakeout.cli;

import dev.shakeout.model.Nearest;
import java.io.IOException;
import java.util.LinkedHashMap;
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

    private final Map<String, Command> commands = new LinkedHashMap<>();
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
        line = new CommandLine(root);
        line.getCommandSpec().version("shakeout " + Version.NUMBER);
        for (Command command : all) {
            commands.put(command.name(), command);
            line.addSubcommand(command.name(), spec(command));
        }
        line.setUsageHelpWidth(100);
    }

    private static CommandSpec spec(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.name());
        spec.usageMessage().description(command.summary()).footer("", "Example:", "  " + command.example());
        spec.addOption(help());
        spec.addOption(OptionSpec.builder("--no-color")
                .type(boolean.class)
                .arity("0")
                .description("Write plain lines: no colours, nothing drawn over.")
                .build());
        command.describe(spec);
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

    int run(List<String> args, Terminal terminal) throws IOException {
        ParseResult result;
        try {
            result = line.parseArgs(args.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            return refuse(e, terminal);
        }
        if (!result.hasSubcommand()) {
            if (result.isVersionHelpRequested()) {
                terminal.line("shakeout " + Version.NUMBER);
            } else {
                line.usage(terminal.out());
            }
            return args.isEmpty() ? Exit.USAGE : Exit.OK;
        }
        ParseResult given = result.subcommand();
        if (given.isUsageHelpRequested()) {
            given.commandSpec().commandLine().usage(terminal.out());
            return Exit.OK;
        }
        boolean plain = given.matchedOptionValue("--no-color", false);
        Command command = commands.get(given.commandSpec().name());
        if (command == null) {
            throw new IllegalStateException("no command " + given.commandSpec().name());
        }
        return command.run(given, plain ? terminal.plain() : terminal);
    }

    private int refuse(CommandLine.ParameterException e, Terminal terminal) {
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
            return "unknown option '" + word + "'"
                    + Nearest.suggestion(word, spec.optionsMap().keySet());
        }
        return spec.subcommands().isEmpty()
                ? "'" + word + "' is one argument too many"
                : "unknown command '" + word + "'"
                        + Nearest.suggestion(word, spec.subcommands().keySet());
    }
}
