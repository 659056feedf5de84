package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of Chaos Toolkit.
 *
 * @param folder in which it has what it needs, and tells how far it is
 */
record Drive(Target target, Arguments arguments, Path program, Path folder) {
    private static final String MODULE = "shakeout_trace";
    private static final String PROCESSES = "processes.sh";

    String file() {
        return arguments.get(ChaosToolkitRun.FILE);
    }

    Course course() {
        return new Course(folder);
    }

    Inverse begin() {
        var words = new ArrayList<String>();
        words.add(folder.toString());
        words.addAll(command("journal.json", arguments.get(ChaosToolkitRun.ROLLBACKS)));
        arguments.find(ChaosToolkitRun.HYPOTHESIS).ifPresent(strategy -> {
            words.add("--hypothesis-strategy");
            words.add(strategy);
        });
        words.add(file());
        return new Inverse(text("begin.sh"), words);
    }

    /** What it has changed outlives a restart of the host, and so do its rollbacks. */
    Inverse halt() {
        var words = new ArrayList<>(List.of(
                folder.toString(),
                String.valueOf(Math.max(1, arguments.get(ChaosToolkitRun.GRACE).toSeconds())),
                arguments.get(ChaosToolkitRun.ROLLBACKS),
                file()));
        words.addAll(command("rollbacks-journal.json", "always"));
        words.add(folder.resolve("left.json").toString());
        return new Inverse(text("halt.sh"), words).lasting();
    }

    private List<String> command(String journal, String rollbacks) {
        var words = new ArrayList<>(List.of(
                program.toString(),
                "--no-version-check",
                "--no-log-file",
                "run",
                "--journal-path",
                folder.resolve(journal).toString(),
                "--control-file",
                folder.resolve("control.json").toString(),
                "--rollback-strategy",
                rollbacks));
        arguments
                .get(ChaosToolkitRun.VAR_FILES)
                .forEach(file -> words.addAll(
                        List.of("--var-file", Path.of(file).toAbsolutePath().toString())));
        if (arguments.find(ChaosToolkitRun.CONFIGURATION).isPresent()) {
            words.addAll(List.of("--var-file", values().toString()));
        }
        return words;
    }

    /** On no command line, which anybody can read. */
    private Path values() {
        return folder.resolve("values.json");
    }

    void write() throws IOException {
        Files.createDirectories(folder);
        put(MODULE + ".py", text(MODULE + ".py"));
        put(PROCESSES, text(PROCESSES));
        put("environment.sh", environment());
        put(
                "control.json",
                Json.object(
                                "shakeout-trace",
                                Json.object(
                                        "provider",
                                        Json.object(
                                                "type",
                                                "python",
                                                "module",
                                                MODULE,
                                                "arguments",
                                                Json.object("folder", folder.toString()))))
                        .compact());
        var journal = arguments.find(ChaosToolkitRun.JOURNAL);
        if (journal.isPresent()) { // not an argument of the step: what a step names must be as before in the end
            put("copy", Path.of(journal.get()).toAbsolutePath().toString());
        }
        var given = arguments.find(ChaosToolkitRun.CONFIGURATION);
        if (given.isPresent()) {
            Files.writeString(
                    values(), Json.object("configuration", given.get()).compact());
        }
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** Its working folder is the one of this command, also when somebody else takes it back. */
    private String environment() {
        var text = new StringBuilder("cd ")
                .append(Inverse.quote(Path.of("").toAbsolutePath().toString()))
                .append(" || exit 72\n");
        arguments
                .get(ChaosToolkitRun.ENVIRONMENT)
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(Inverse.quote(value))
                        .append('\n'));
        return text.append("PYTHONPATH=")
                .append(Inverse.quote(folder.toString()))
                .append("${PYTHONPATH:+:$PYTHONPATH}\nexport PYTHONPATH\n")
                .toString();
    }

    private static String text(String name) {
        try (InputStream stream = Drive.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing in this installation");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
