package dev.shakeout.cli;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes.Finished;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Asks a Chaos Toolkit extension which probes and actions it has (chaoslib/discovery). */
final class DiscoverCommand implements Command {
    private static final Duration INSTALLING = Duration.ofMinutes(10);
    private static final Duration DISCOVERING = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "discover";
    }

    @Override
    public String summary() {
        return "Find the probes and actions of a Chaos Toolkit extension, for 'init'.";
    }

    @Override
    public String example() {
        return "shakeout discover chaostoolkit-kubernetes";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("PACKAGE")
                .type(String.class)
                .description("The name by which pip knows the extension.")
                .build());
        spec.addOption(OptionSpec.builder("--no-system-info")
                .type(boolean.class)
                .arity("0")
                .description("Do not look at the system that the extension is for.")
                .build());
        spec.addOption(OptionSpec.builder("--no-install")
                .type(boolean.class)
                .arity("0")
                .description("Do not install or update the package with pip first.")
                .build());
        spec.addOption(
                Options.path("--discovery-path", "FILE", "Where the outcome goes; discovery.json unless given."));
        PythonOption.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String name = given.matchedPositionalValue(0, "");
        Path path = given.matchedOptionValue("--discovery-path", Path.of("discovery.json"));
        Destination.check(path);
        var python = UserPython.of(given, Machine.local().withEnvironment(terminal.environment()));
        try (var notifications = Notifications.of(SettingsFile.load(given, terminal), given, terminal)) {
            notifications.tell(FlowEvent.DISCOVERY_STARTED, () -> Json.of(name));
            Json discovery;
            try {
                discovery = discover(name, python, given, terminal);
            } catch (Undiscovered e) {
                String why = String.valueOf(e.getMessage());
                notifications.tell(FlowEvent.DISCOVERY_FAILED, () -> Json.of(name), Optional.of(why));
                terminal.error("shakeout: " + why);
                // that tool ends with 0 here, which a script would take for a discovery
                return GlobalOptions.rules(given).ours() ? Exit.FAILED : Exit.OK;
            }
            Files.writeString(path, JsonWriter.write(discovery));
            terminal.line("Discovery outcome saved in " + path);
            notifications.tell(FlowEvent.DISCOVERY_COMPLETED, () -> discovery);
            return Exit.OK;
        }
    }

    private static Json discover(String name, UserPython python, ParseResult given, Terminal terminal)
            throws Undiscovered {
        if (!given.matchedOptionValue("--no-install", false)) {
            terminal.line("Attempting to download and install package '" + name + "'");
            Finished installed = python.module("pip", List.of("install", "-U", name), INSTALLING);
            if (!installed.ok()) {
                throw new Undiscovered("failed to install '" + name + "': " + complaint(installed));
            }
        }
        boolean system = !given.matchedOptionValue("--no-system-info", false);
        Finished found = python.run("discover.py", List.of(name, system ? "yes" : "no"), DISCOVERING);
        if (!found.ok()) {
            throw new Undiscovered(lastLine(found));
        }
        try {
            return JsonReader.read("what " + name + " answered", found.output());
        } catch (InvalidInput e) {
            throw new Undiscovered(String.valueOf(e.getMessage()));
        }
    }

    /** The extension is not there, or does not say what it has. */
    private static final class Undiscovered extends Exception {
        Undiscovered(String why) {
            super(why);
        }
    }

    /** What pip says of itself, such as that there is a newer one, comes after what went wrong. */
    private static String complaint(Finished pip) {
        return pip.errors()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "error:", 0, 6))
                .findFirst()
                .orElseGet(() -> lastLine(pip));
    }

    private static String lastLine(Finished finished) {
        String said = finished.errors().isBlank() ? finished.output() : finished.errors();
        return said.strip().lines().reduce((_, last) -> last).orElse("it ended with status " + finished.status());
    }
}
