package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static dev.shakeout.server.store.Stores.assertFound;
import static dev.shakeout.server.store.Stores.assertListed;
import static dev.shakeout.server.store.Stores.assertValue;
import static dev.shakeout.server.store.Stores.experiment;
import static dev.shakeout.server.store.Stores.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is put into the store comes out of it, on either database, whoever else is at it. */
class StoreTest {
    @AutoClose
    private final Stores stores = new Stores();

    @ParameterizedTest
    @EnumSource
    void everyVersionOfAnExperimentIsKept(Databases kind) {
        Store store = stores.open(kind);
        var first = experiment("slow", 1);
        var second = experiment("slow", 2);

        assertThat(store.<Boolean>change(work -> work.experiments().add(first))).isTrue();
        assertThat(store.<Boolean>change(work -> work.experiments().add(first)))
                .as("taken")
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.experiments().replace(second)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.experiments().replace(second)))
                .as("somebody else was quicker")
                .isFalse();

        assertFound(store, work -> work.experiments().newest("slow")).contains(second);
        assertFound(store, work -> work.experiments().find("slow", 1)).contains(first);
        assertFound(store, work -> work.experiments().find("slow", 3)).isEmpty();
        var page = store.read(work -> work.experiments().versions("slow", Optional.empty(), 1));
        assertThat(page).isEqualTo(new Page<>(List.of(second), Optional.of("2")));
        assertValue(store, work -> work.experiments().versions("slow", Optional.of(2L), 1))
                .isEqualTo(new Page<>(List.of(first), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void environmentsChangeOneVersionAtATime(Databases kind) {
        Store store = stores.open(kind);
        var first = new Environment("staging", "for tries", "", 1, NOW);
        var second = new Environment("staging", "for tries", "rules: []", 2, NOW.plusSeconds(1));

        assertThat(store.<Boolean>change(work -> work.environments().add(first)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.environments().add(second)))
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.environments().replace(second)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.environments().replace(second)))
                .isFalse();
        assertListed(store, work -> work.environments().all()).containsExactly(second);
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsHalfWayLeavesNothing(Databases kind) {
        Store store = stores.open(kind);
        assertThatThrownBy(() -> store.change(work -> {
                    work.experiments().add(experiment("half", 1));
                    work.audit().append(NOW, "t1", "experiment.write", "experiment/half", Json.Obj.EMPTY);
                    throw new BadValue("no");
                }))
                .isInstanceOf(BadValue.class);
        assertFound(store, work -> work.experiments().newest("half")).isEmpty();
        assertThat(verified(store)).isEqualTo(new Audit.Verification(0, Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasStoredIsThereWhenItIsOpenedAgain(Databases kind) {
        stores.prepared(kind).close();
        assertFound(stores.open(kind), work -> work.experiments().newest("slow"))
                .contains(experiment("slow", 1));
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaOfALaterReleaseIsLeftAlone(Databases kind) throws SQLException {
        stores.open(kind).close();
        stores.sql(kind, """
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
                    execution_time, success)
                VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, %s)""".formatted(kind == Databases.SQLITE ? "1" : "true"));
        assertThatThrownBy(() -> Store.open(stores.url(kind))).hasMessageContaining("999");
    }
}
