package dev.shakeout.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Processes;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.sealing.KeySource;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.web.Listening;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The key for secrets, from the first start of a server to a new key and another database; servers are real ones. */
class SecretsAtRestTest {
    private static final String BODY = """
            {"kind": "webhook", "on": ["end"],
             "target": {"url": "http://127.0.0.1:9/a-very-secret-path", "secret": "0123456789-very-secret"}}""";

    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<String> token = Optional.empty();

    private Server start(Path data, Optional<String> database, Optional<KeySource> key) throws IOException {
        var settings = new Server.Settings(
                Listening.locally(0),
                data,
                database,
                new Server.Telling(key, Optional.empty(), false),
                Optional.empty(),
                List.of("true"),
                1,
                "1");
        Server server = Server.start(
                settings,
                new Server.World(
                        Machine.local(), () -> UUID.randomUUID().toString(), new SecureRandom(), troubles::add));
        token = server.firstToken().or(() -> token);
        return server;
    }

    private String ask(Server server, String verb, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/channels/ops" + path))
                .header("Authorization", "Bearer " + token.orElseThrow())
                .header("Content-Type", "application/json")
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** That its secret can be read is seen by how far a try comes. */
    private String tried(Server server) throws Exception {
        return ((Json.Obj) JsonReader.read(ask(server, "POST", "/test", "")))
                .get("result")
                .orElseThrow()
                .text();
    }

    private static Upkeep upkeep(Path data, Optional<String> database) {
        return new Upkeep(
                data, database, Clock.systemUTC(), () -> UUID.randomUUID().toString());
    }

    private static Optional<String> url(Databases kind) {
        return kind == Databases.SQLITE ? Optional.empty() : Optional.of(kind.url());
    }

    private static void assertNoClearText(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("very-secret");
            }
        }
    }

    @Test
    void withAFileOfSqliteAKeyIsMadeBesideItThatOnlyItsOwnerReads(@TempDir Path data) throws Exception {
        try (Server server = start(data, Optional.empty(), Optional.empty())) {
            assertThat(ask(server, "PUT", "", BODY)).contains("\"version\":1");
            assertThat(tried(server)).contains("is one of a private network");
            assertNoClearText(data);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets.key"))))
                .isEqualTo("rw-------");
        try (Server server = start(data, Optional.empty(), Optional.empty())) {
            assertThat(tried(server)).as("the same key").contains("is one of a private network");
        }
        Files.setPosixFilePermissions(data.resolve("secrets.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> start(data, Optional.empty(), Optional.empty()))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("chmod 600");
        assertThat(troubles).isEmpty();
    }

    @Test
    void withPostgresqlItMustBeGivenOnceThereIsASecret(@TempDir Path data) throws Exception {
        Optional<String> database = Optional.of(Databases.POSTGRESQL.url());
        try (Server server = start(data, database, Optional.empty())) {
            assertThat(ask(server, "PUT", "", BODY)).contains("no key for secrets", "--secrets-key FILE");
        }
        var key = new KeySource.Command("printf '%064d' 7");
        try (Server server = start(data, database, Optional.of(key))) {
            assertThat(ask(server, "PUT", "", BODY)).contains("\"version\":1");
        }
        assertThat(troubles).isEmpty();
        try (Server server = start(data, database, Optional.of(new KeySource.Command("printf '%064d' 8")))) {
            assertThat(troubles)
                    .singleElement()
                    .asString()
                    .contains("are told nothing: ops (key ")
                    .contains("--secrets-key");
            assertThat(tried(server)).contains("cannot be used: it is encrypted with key ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewKeyTakesThePlaceOfTheOldOneInOneTransaction(Databases kind, @TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Optional<String> database = url(kind);
        Path old = folder.resolve("old.key");
        Path next = folder.resolve("new.key");
        Files.writeString(old, "11".repeat(32));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
        Optional<KeySource> before = Optional.of(new KeySource.File(old));
        try (Server server = start(data, database, before)) {
            assertThat(ask(server, "PUT", "", BODY)).contains("\"version\":1");
        }
        Upkeep upkeep = upkeep(data, database);
        var wrong = new KeySource.Command("printf '%064d' 9");
        assertThatThrownBy(() -> upkeep.rotate(Optional.of(wrong), next, new Processes(), new SecureRandom()))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("nothing was changed: of channel 'ops', it is encrypted with key");

        assertThat(upkeep.rotate(before, next, new Processes(), new SecureRandom()))
                .isEqualTo(1);

        try (Server server = start(data, database, Optional.of(new KeySource.File(next)))) {
            assertThat(tried(server)).contains("is one of a private network");
            assertThat(troubles).isEmpty();
        }
        try (Server server = start(data, database, before)) {
            assertThat(tried(server)).contains("cannot be used");
        }
        try (Store store = Store.open(database.orElse(DataFolder.url(data)))) {
            List<AuditEntry> log = store.read(work -> work.audit().after(0, 100));
            assertThat(log).extracting(AuditEntry::action).containsOnlyOnce("secrets.rotate");
        }
    }

    @Test
    void aBackupHoldsThemEncryptedAndARestoreNeedsTheKey(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        try (Server server = start(data, Optional.empty(), Optional.empty())) {
            ask(server, "PUT", "", BODY);
        }
        Path file = folder.resolve("store.gz");
        upkeep(data, Optional.empty()).make(file);
        try (var lines = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("{\"channels\":{\"name\":\"ops\"")
                    .doesNotContain("very-secret");
        }
        Path without = folder.resolve("without");
        upkeep(without, Optional.empty()).restore(file);
        try (Server server = start(without, Optional.empty(), Optional.empty())) {
            assertThat(tried(server)).contains("cannot be used");
            assertThat(troubles).hasSize(1);
        }
        for (Databases kind : Databases.values()) {
            Optional<String> database = url(kind);
            Path other = folder.resolve("with " + kind);
            upkeep(other, database).restore(file);
            Optional<KeySource> key = Optional.of(new KeySource.File(data.resolve("secrets.key")));
            try (Server server = start(other, database, key)) {
                assertThat(tried(server)).contains("is one of a private network");
            }
        }
        assertThat(troubles).hasSize(1);
    }
}
