package dev.shakeout.cli;

import dev.shakeout.dialects.TreeReader.Form;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An experiment as it was read, before anything in it is understood.
 *
 * @param name what it is called in messages and reports: a path, or an address without its secrets
 * @param file where it lies, unless it came over the network
 */
record Source(String name, String text, Form form, Optional<Path> file) {

    /** @throws InvalidInput the file cannot be read, and why */
    static Source of(Path file) {
        return new Source(file.toString(), text(file), Form.BY_NAME, Optional.of(file));
    }

    /** Where a file of this name would be, next to the experiment. */
    Optional<Path> beside(String other) {
        return file.map(own -> own.resolveSibling(other));
    }

    /** @throws InvalidInput the file cannot be read, and why */
    static String text(Path file) {
        try {
            return Files.readString(file);
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
