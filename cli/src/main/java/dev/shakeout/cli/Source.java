package dev.shakeout.cli;

import dev.shakeout.dialects.Characters;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.TreeReader.Form;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An experiment as it was read, before anything in it is understood.
 *
 * @param name what it is called in messages and reports: a path, or an address without its secrets
 * @param file where it lies, unless it came over the network
 */
record Source(String name, String text, Form form, Optional<Path> file) {
    private static final int MOST_OF_A_JOURNAL = 256 << 20;
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    /** @throws InvalidInput the file cannot be read, and why */
    static Source of(Path file) {
        return new Source(file.toString(), text(file), Form.BY_NAME, Optional.of(file));
    }

    /**
     * A file, or every file of a folder and of those in it that ends as one for experiments does, by name.
     *
     * @throws InvalidInput one cannot be read, and why; there is none in the folder
     */
    static List<Source> all(Path named) {
        if (!Files.isDirectory(named)) {
            return List.of(of(named));
        }
        try (Stream<Path> files = Files.walk(named)) {
            List<Source> sources = files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
                    .filter(file -> !PolicyArguments.FILES.contains(String.valueOf(file.getFileName())))
                    .sorted()
                    .map(Source::of)
                    .toList();
            if (sources.isEmpty()) {
                throw new InvalidInput(
                        Problem.of(named + ": no file in this folder ends in " + String.join(", ", ENDINGS)));
            }
            return sources;
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInput(Problem.of(named + ": cannot be read: " + e.getMessage()));
        }
    }

    /** @throws InvalidInput with every mistake in how they are written */
    List<Tree> documents() {
        return TreeReader.readAll(name, text, form);
    }

    /** Where a file of this name would be, next to the experiment. */
    Optional<Path> beside(String other) {
        return file.map(own -> own.resolveSibling(other));
    }

    /** @throws InvalidInput the file cannot be read, and why; it is larger than an experiment may be */
    static String text(Path file) {
        return text(file, Characters.MOST);
    }

    /** A journal holds what every probe answered, so it may be longer than what a person writes. */
    static String journal(Path file) {
        return text(file, MOST_OF_A_JOURNAL);
    }

    /** @param mostBytes more is refused before it is in memory */
    private static String text(Path file, int mostBytes) {
        try (var in = Files.newInputStream(file)) {
            boolean toldLarge = Files.size(file) > mostBytes; // a device tells nothing
            byte[] bytes = in.readNBytes(toldLarge ? 0 : mostBytes);
            if (in.read() >= 0) {
                throw Characters.tooLarge(file.toString(), mostBytes);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException _) {
            throw new InvalidInput(Problem.of(file + ": no such file"));
        } catch (CharacterCodingException _) {
            throw new InvalidInput(Problem.of(file + ": not UTF-8 text"));
        } catch (IOException e) {
            throw new InvalidInput(Problem.of(file + ": cannot be read: "
                    + (Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage()))));
        }
    }
}
