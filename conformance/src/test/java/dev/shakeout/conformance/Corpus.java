package dev.shakeout.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The corpus: experiments that together cover every row of Chaos Toolkit's format. Each is a folder, described in {@link
 * Case}. Also the seeds of whoever wants experiments to mutate: {@link Case#text()}.
 *
 * @param root the folder of the cases' folders
 */
public record Corpus(Path root) {
    private static final Places ANYWHERE = new Places(Path.of("/tmp"), Path.of("/tmp"), 8080, 8443);

    /** Where this module's sources are; the surefire plugin says it. */
    public static Path home() {
        return Path.of(System.getProperty("conformance.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    public static Path resources() {
        return home().resolve("src/test/resources");
    }

    public static Corpus standard() {
        return new Corpus(resources().resolve("corpus"));
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a case for whoever only reads it: with places such as a run could get. */
    public static String filled(String text) {
        return ANYWHERE.fill(text);
    }

    /** Sorted by name. */
    public List<Case> cases() {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(CaseReader::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
