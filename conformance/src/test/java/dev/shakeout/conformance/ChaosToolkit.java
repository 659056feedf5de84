package dev.shakeout.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The real Chaos Toolkit, in a virtual environment of its own.
 *
 * @param version of its library and of the Python below it, since messages are Python's
 */
record ChaosToolkit(Path environment, String version) implements Tool {
    private static final int MINUTES = 5;

    /** The tool, or why there is none. */
    record Found(Optional<ChaosToolkit> tool, String said) {}

    /** In the folder that the property chaostoolkit.home names, or else in one that chaostoolkit.sh makes once. */
    static Found find() {
        String named = System.getProperty("chaostoolkit.home", "");
        if (!named.isBlank()) {
            return new Found(Optional.of(in(Path.of(named))), "");
        }
        Path folder = Corpus.home().resolve("target/chaostoolkit");
        Ran made = run(List.of(Corpus.home().resolve("chaostoolkit.sh").toString(), folder.toString()));
        return made.exit() == 0
                ? new Found(Optional.of(in(folder)), "")
                : new Found(Optional.empty(), made.said().strip());
    }

    private static ChaosToolkit in(Path folder) {
        String ask = "import platform, chaoslib; "
                + "print('chaostoolkit-lib', chaoslib.__version__, 'on Python', platform.python_version().rpartition('.')[0])";
        Ran asked = run(List.of(folder.resolve("bin/python").toString(), "-c", ask));
        if (asked.exit() != 0) {
            throw new IllegalStateException(folder + " has no Chaos Toolkit: " + asked.said());
        }
        return new ChaosToolkit(folder, asked.said().strip());
    }

    private record Ran(int exit, String said) {}

    private static Ran run(List<String> command) {
        try {
            Path said = Files.createTempFile("said", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    return new Ran(1, command.getFirst() + " did not end within " + MINUTES + " minutes");
                }
                return new Ran(process.exitValue(), Files.readString(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Path python() {
        return environment.resolve("bin/python");
    }

    @Override
    public String name() {
        return "chaostoolkit";
    }

    @Override
    public List<String> start(Case given) {
        var words = new ArrayList<String>();
        words.add(environment.resolve("bin/chaos").toString());
        words.addAll(List.of("--no-version-check", "--no-log-file"));
        words.addAll(given.globalOptions());
        words.add(given.command().name().toLowerCase(Locale.ROOT));
        return words;
    }
}
