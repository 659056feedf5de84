package dev.shakeout.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One experiment of the corpus, with what is needed to run it. Its folder holds the experiment, {@code case.yaml} (each
 * key of which is optional), and whatever else the experiment uses; what is under {@code home/} goes into the home folder
 * of the run. In every file {@code @port@}, {@code @tls-port@} and {@code @folder@} stand for what the run gets.
 *
 * @param name the folder's
 * @param covers which row of the format it is there for: the key of that name, or else the experiment's description
 * @param globalOptions what stands before the command on the command line
 * @param options what stands between the command and the source on the command line
 * @param source the last word on the command line; experiment.json or experiment.yaml unless given
 * @param environment variables beside the few that every run has
 * @param journal where the journal is expected, in the folder of the run
 * @param traces files that the run leaves and that must be the same, line by line
 * @param says what Chaos Toolkit must have written, so that a case cannot be right for a wrong reason
 * @param names what both tools must have written, such as the name that is wrong
 * @param needsToolkit whether its Python modules import chaoslib
 */
public record Case(
        String name,
        Path folder,
        String covers,
        Command command,
        List<String> globalOptions,
        List<String> options,
        String source,
        Map<String, String> environment,
        Optional<Signal> signal,
        String journal,
        List<String> traces,
        List<String> says,
        List<String> names,
        boolean needsToolkit) {

    public enum Command {
        RUN,
        VALIDATE
    }

    /**
     * A signal for the tool itself.
     *
     * @param name without SIG, such as TERM
     * @param after the file whose appearance says that it is time
     */
    public record Signal(String name, String after) {}

    /** The experiment as it is written, or nothing for a case whose source is missing on purpose. */
    public Optional<String> text() {
        return experiment(folder).map(Corpus::text);
    }

    /** Every file of the case, relative to its folder. */
    public List<Path> files() {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Optional<Path> experiment(Path folder) {
        return Stream.of("experiment.json", "experiment.yaml", "experiment.yml", "experiment.txt")
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
