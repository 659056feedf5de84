package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.OptionalAssert;

/** Databases of a test, each opened as often as it likes; they are closed with this. */
final class Stores implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-02-03T10:00:00.123Z");
    private static final Json.Obj DEFINITION =
            Json.object("title", "slow \"database\" — ü", "method", Json.of(List.of()));

    private final Map<Databases, String> urls = new EnumMap<>(Databases.class);
    private final List<Store> opened = new ArrayList<>();

    /** The second of a kind is as another server at the same database. */
    Store open(Databases kind) {
        Store store = Store.open(url(kind));
        opened.add(store);
        return store;
    }

    /** With an experiment, slow, and an environment, staging. */
    Store prepared(Databases kind) {
        Store store = open(kind);
        store.change(work -> work.environments().add(new Environment("staging", "", "", 1, NOW))
                && work.experiments().add(experiment("slow", 1)));
        return store;
    }

    String url(Databases kind) {
        return urls.computeIfAbsent(kind, Databases::url);
    }

    /** A change of one row, past the store. */
    void sql(Databases kind, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(url(kind))) {
            assertThat(connection.createStatement().executeUpdate(statement)).isEqualTo(1);
        }
    }

    /** As a migration, by the name of its file, does with the store of an earlier release. */
    static void upgrade(Store store, String migration) throws IOException {
        String script = migration(migration);
        store.changeBy(handle -> handle.createScript(script).execute());
    }

    /** The INSERT at its end alone, where its tables are there already. */
    static void insert(Store store, String migration) throws IOException {
        String script = migration(migration);
        String insert = script.substring(script.indexOf("INSERT INTO")).replace(";", "");
        store.changeBy(handle -> handle.execute(insert));
    }

    private static String migration(String name) throws IOException {
        try (var file = Store.class.getResourceAsStream("migrations/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static ExperimentVersion experiment(String name, long version) {
        return new ExperimentVersion(name, "payments", version, "slow", DEFINITION, "t1", NOW.plusSeconds(version));
    }

    static StoredRun run(String id, Instant at, Optional<String> key) {
        return StoredRun.waiting(
                id,
                "slow",
                1,
                "staging",
                Optional.of(AtMost.parse("5%")),
                Map.of("version", "1.2"),
                "here",
                "t1",
                key,
                at);
    }

    static <T> OptionalAssert<T> assertFound(Store store, Function<Work, Optional<T>> look) {
        return assertThat(store.read(look));
    }

    static <T> ListAssert<T> assertListed(Store store, Function<Work, List<T>> look) {
        return assertThat(store.read(look));
    }

    static <T> ObjectAssert<T> assertValue(Store store, Function<Work, T> look) {
        return assertThatObject(store.read(look));
    }

    static Audit.Verification verified(Store store) {
        return store.read(work -> work.audit().verify());
    }

    @Override
    public void close() {
        opened.forEach(Store::close);
    }
}
