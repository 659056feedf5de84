package dev.shakeout.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says no to every new run until somebody says that chaos may go on. {@code shakeout halt} sets it, without a JVM, by a
 * file in the state folder; root's holds for the whole host.
 */
public record KillSwitch(Folders folders) {
    /** Who set it, when and where; empty while runs are allowed. One that cannot be read is set. */
    public Optional<String> set() {
        return folders.killSwitches().stream()
                .filter(Files::exists)
                .map(file -> "the kill switch is set (" + words(file) + ", " + file
                        + "): nothing runs until 'shakeout resume'")
                .findFirst();
    }

    private static String words(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? "by whom is not noted" : text;
        } catch (IOException _) {
            return "by whom cannot be read";
        }
    }

    /**
     * Allows runs again.
     *
     * @throws IOException a switch could not be removed, as root's by another user
     */
    public void release() throws IOException {
        for (Path file : folders.killSwitches()) {
            Files.deleteIfExists(file);
        }
    }
}
