package dev.shakeout.cli.remote;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tokens of a person, one for each server, in a file that only he can read. */
public record TokenFile(Path path) {
    /** In the place for settings of programs: $XDG_CONFIG_HOME, else ~/.config. */
    public static TokenFile of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = configured.isEmpty() ? Path.of(home, ".config") : Path.of(configured);
        return new TokenFile(folder.resolve("shakeout").resolve("tokens.json"));
    }

    /**
     * The one for a server.
     *
     * @throws BadValue others can read the file, or it is damaged; says what to do
     */
    public Optional<String> find(ServerUrl server) throws IOException {
        return Optional.ofNullable(read().get(server.text()));
    }

    public void put(ServerUrl server, String token) throws IOException {
        var tokens = read();
        tokens.put(server.text(), token);
        write(tokens);
    }

    /** @return false when there was none */
    public boolean remove(ServerUrl server) throws IOException {
        var tokens = read();
        if (tokens.remove(server.text()) == null) {
            return false;
        }
        write(tokens);
        return true;
    }

    private TreeMap<String, String> read() throws IOException {
        var tokens = new TreeMap<String, String>();
        if (!Files.exists(path)) {
            return tokens;
        }
        checkPrivate();
        try {
            if (JsonReader.read(Files.readString(path)) instanceof Json.Obj(var members)) {
                members.forEach((server, token) -> tokens.put(server, token.text()));
                return tokens;
            }
        } catch (BadValue _) {
            // told below, without its text: there are tokens in it
        }
        throw new BadValue(path + " is no JSON object of servers and tokens; mend it, or delete it and log in again");
    }

    private void checkPrivate() throws IOException {
        var open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        open.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!open.isEmpty()) {
            throw new BadValue(path + " holds tokens, and others may read or change it; run: chmod 600 " + path);
        }
    }

    /** The whole file at once, and never readable for others, not even for a moment. */
    private void write(Map<String, String> tokens) throws IOException {
        Path folder = Optional.ofNullable(path.getParent()).orElse(path);
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var members = new TreeMap<String, Json>();
        tokens.forEach((server, token) -> members.put(server, Json.of(token)));
        Path draft = Files.createTempFile(
                folder,
                ".tokens-",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, new Json.Obj(members).compact() + "\n");
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
