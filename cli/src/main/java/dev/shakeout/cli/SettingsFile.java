package dev.shakeout.cli;

import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** The user's settings on disk. They need not be there, and then nothing is loaded for them. */
record SettingsFile(Path path) {

    static SettingsFile of(ParseResult given, Terminal terminal) {
        return new SettingsFile(GlobalOptions.of(given).settings(terminal));
    }

    /**
     * The settings that a command goes by.
     *
     * @throws InvalidInput they cannot be read; by Chaos Toolkit's rules that is only told
     */
    static UserSettings load(ParseResult given, Terminal terminal) throws IOException {
        var file = of(given, terminal);
        terminal.debug("settings " + file.path());
        try {
            UserSettings settings = file.read().orElse(UserSettings.NONE);
            settings.secrets().forEach(terminal.mask()::cover);
            return settings;
        } catch (InvalidInput e) {
            if (GlobalOptions.rules(given).ours()) {
                throw e;
            }
            e.problems().forEach(terminal::mistake);
            return UserSettings.NONE;
        }
    }

    /** Empty when there is no such file. */
    Optional<UserSettings> read() throws IOException {
        return Files.isRegularFile(path)
                ? Optional.of(UserSettings.read(path.toString(), Source.text(path)))
                : Optional.empty();
    }

    /** Replaces the whole file at once, so that nobody reads half of it. Links and permissions stay. */
    void write(Json values) throws IOException {
        Path real = path.toRealPath();
        Path folder = Optional.ofNullable(real.getParent()).orElse(real);
        Path draft = Files.createTempFile(folder, ".settings-", ".yaml");
        try {
            Files.writeString(draft, Yaml11.write(values));
            if (Files.getFileAttributeView(real, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(real));
            }
            Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
