package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Tells versions, settings, and which of Chaos Toolkit's extensions the user's Python has. */
final class InfoCommand implements Command {
    private static final List<String> TARGETS = List.of("core", "settings", "extensions");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "info";
    }

    @Override
    public String summary() {
        return "Show versions, the settings, or the Chaos Toolkit extensions of your Python.";
    }

    @Override
    public String example() {
        return "shakeout info extensions";
    }

    @Override
    public void describe(CommandSpec spec) {
        PythonOption.describe(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("TARGET")
                .type(String.class)
                .completionCandidates(TARGETS)
                .description(
                        "core: versions; settings: the whole settings file, secrets included; extensions: what pip has"
                                + " installed for Chaos Toolkit.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String target = given.matchedPositionalValue(0, "");
        Words.check("TARGET", target, TARGETS);
        return switch (target) {
            case "core" -> core(terminal);
            case "settings" -> settings(given, terminal);
            default -> extensions(given, terminal);
        };
    }

    private static int core(Terminal terminal) {
        terminal.print(terminal.style("%-20s%-10s".formatted("NAME", "VERSION"), Style.BLUE));
        terminal.print("%-20s%-10s".formatted("CLI", Version.NUMBER));
        terminal.print("%-20s%-10s".formatted("Core library", "shakeout " + Version.NUMBER));
        terminal.print("%-20s%-10s".formatted("Java", Runtime.version()));
        return Exit.OK;
    }

    private static int settings(ParseResult given, Terminal terminal) throws IOException {
        var file = SettingsFile.of(given, terminal);
        terminal.print(
                Files.isRegularFile(file.path())
                        ? Source.text(file.path())
                        : "No settings file found at " + file.path());
        return Exit.OK;
    }

    private static int extensions(ParseResult given, Terminal terminal) {
        var machine = Machine.local().withEnvironment(terminal.environment());
        var listed = UserPython.of(given, machine).run("extensions.py", List.of(), LIMIT);
        if (!listed.ok()) {
            terminal.error("shakeout: the extensions could not be listed: " + listed.complaint());
            return Exit.FAILED;
        }
        terminal.print(terminal.style(
                "%-40s%-10s%-30s%-50s".formatted("NAME", "VERSION", "LICENSE", "DESCRIPTION"), Style.BLUE));
        listed.output().lines().forEach(line -> terminal.print(row(line)));
        return Exit.OK;
    }

    private static String row(String line) {
        try {
            return JsonReader.read("an extension", line) instanceof Json.Arr(var cells) && cells.size() == 4
                    ? "%-40s%-10s%-30s%-50s"
                            .formatted(cells.stream().map(Json::text).toArray())
                    : line;
        } catch (InvalidInput _) {
            return line; // something else that Python had to say
        }
    }
}
