package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that a command writes at its end. */
final class Destination {
    private Destination() {}

    /**
     * Makes sure, before anything is broken, that the result can be kept. Makes the folders that are missing; leaves the
     * file as it is.
     *
     * @throws InvalidInput the file cannot be written, and why
     */
    static void check(Path file) {
        if (Files.isDirectory(file)) {
            throw refused(file, "it is a folder; name a file in it");
        }
        try {
            Files.createDirectories(folder(file));
            boolean there = Files.exists(file);
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (!there) {
                Files.delete(file);
            }
        } catch (AccessDeniedException e) {
            throw refused(file, "no permission for " + e.getFile());
        } catch (FileAlreadyExistsException e) {
            throw refused(file, e.getFile() + " is not a folder");
        } catch (FileSystemException e) {
            throw refused(file, e.getReason() == null ? e.toString() : e.getReason());
        } catch (IOException e) {
            throw refused(file, String.valueOf(e.getMessage()));
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static InvalidInput refused(Path file, String why) {
        return new InvalidInput(Problem.of(file + ": cannot be written: " + why));
    }
}
