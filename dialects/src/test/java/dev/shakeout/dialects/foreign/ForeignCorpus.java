package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.settings.Yaml11;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of another tool, each with what it must become beside it: {@code expected/NAME.yaml} holds the experiments of ours,
 * and before each, as comments, what is not kept. {@code -Dexpected=write} writes these anew, to be looked at.
 */
public final class ForeignCorpus {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final boolean WRITE = "write".equals(System.getProperty("expected"));

    private final Path folder;

    /** @param name of the folder under src/test/resources */
    public ForeignCorpus(String name) {
        this.folder = RESOURCES.resolve(name);
    }

    public List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Translated> translated(Path file, Choices choices) {
        return translated(text(file), choices);
    }

    public static List<Translated> translated(String text, Choices choices) {
        return Dialects.translate(TreeReader.readAll("x.yaml", text, TreeReader.Form.YAML), choices);
    }

    /** What a file becomes, as it stands in its expected one. */
    public static String became(List<Translated> translated) {
        return translated.stream().map(ForeignCorpus::became).collect(Collectors.joining("---\n"));
    }

    private static String became(Translated one) {
        String comments = Stream.concat(one.fidelity().approximated().stream(), one.fidelity().notSupported().stream())
                .map(field -> "# " + field.fidelity().word() + ": line "
                        + field.position().line() + ": " + field.path() + ": "
                        + field.fidelity().detail() + "\n")
                .collect(Collectors.joining());
        return comments
                + one.document().map(Tree::json).map(Yaml11::writeInOrder).orElse("# refused: " + one.name() + "\n");
    }

    /** The text of the expected file; that which it becomes is written there first when that was asked for. */
    public String expected(Path file, String became) {
        Path expected = folder.resolve("expected").resolve(file.getFileName());
        try {
            if (WRITE) {
                Files.createDirectories(expected.getParent());
                Files.writeString(expected, became);
            }
            return Files.readString(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
