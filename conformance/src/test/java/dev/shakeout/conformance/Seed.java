package dev.shakeout.conformance;

import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A document that the schema and the reader are asked about, as it is and damaged.
 *
 * @param name of the file that it comes from
 */
record Seed(String name, Json document) {
    /** Everything that is written in this project, and something for each fault and probe there is. */
    static List<Seed> all(Samples samples) {
        var seeds = new ArrayList<Seed>();
        Corpus.standard()
                .cases()
                .forEach(each -> each.text()
                        .flatMap(text -> read("corpus/" + each.name(), each.source(), text))
                        .ifPresent(seeds::add));
        Path root = Corpus.home().getParent();
        Stream.of(
                        root.resolve("examples/fks/experiments"),
                        root.resolve("bench"),
                        Corpus.resources().resolve("schema"))
                .flatMap(folder -> files(folder).stream())
                .forEach(file -> read(root.relativize(file).toString(), file.toString(), Corpus.text(file))
                        .ifPresent(seeds::add));
        samples.experiments().forEach((name, document) -> seeds.add(new Seed(name, document)));
        return seeds;
    }

    private static Optional<Seed> read(String name, String file, String text) {
        try {
            return Optional.of(
                    new Seed(name, TreeReader.read(file, Corpus.filled(text)).json()));
        } catch (InvalidInput _) {
            return Optional.empty(); // no document at all
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
