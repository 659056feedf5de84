package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static dev.shakeout.server.store.Stores.assertFound;
import static dev.shakeout.server.store.Stores.assertListed;
import static dev.shakeout.server.store.Stores.assertValue;
import static dev.shakeout.server.store.Stores.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A halt reaches every run, at whatever server it is. */
class HaltStoreTest {
    @AutoClose
    private final Stores stores = new Stores();

    @ParameterizedTest
    @EnumSource
    void aHaltIsKnownToAllUntilItIsReleased(Databases kind) {
        Store here = stores.prepared(kind);
        Store there = stores.open(kind); // as another server at the same database
        here.change(work -> work.environments().add(new Environment("production", "", "", 1, NOW)));
        var first = new Halt(Optional.of("staging"), "it burns", "t1", NOW);
        assertThat(here.<Boolean>change(work -> work.halts().add(first))).isTrue();
        assertThat(there.<Boolean>change(
                        work -> work.halts().add(new Halt(Optional.of("staging"), "it burns more", "t2", NOW))))
                .as("the first reason counts")
                .isFalse();
        assertListed(there, work -> work.halts().in("staging")).containsExactly(first);
        assertListed(there, work -> work.halts().in("production")).isEmpty();

        var all = new Halt(Optional.empty(), "all burns", "t1", NOW);
        there.change(work -> work.halts().add(all));
        assertListed(here, work -> work.halts().in("staging")).containsExactly(all, first);
        assertListed(here, work -> work.halts().in("production")).containsExactly(all);
        assertFound(here, work -> work.halts().find(Optional.empty())).contains(all);

        assertThat(here.<Boolean>change(work -> work.halts().remove(Optional.empty())))
                .isTrue();
        assertThat(here.<Boolean>change(work -> work.halts().remove(Optional.empty())))
                .isFalse();
        assertListed(there, work -> work.halts().all()).containsExactly(first);
    }

    @ParameterizedTest
    @EnumSource
    void aServerAsksOnceWhichOfItsRunsAreToHalt(Databases kind) {
        Store store = stores.prepared(kind);
        store.change(work -> work.environments().add(new Environment("production", "", "", 1, NOW)));
        for (String id : List.of("asked", "ended", "left", "waiting")) {
            store.change(work -> work.runs().add(run(id, NOW, Optional.empty())));
        }
        store.change(work -> work.runs().begin("asked") && work.runs().halt("asked", "by hand"));
        store.change(work -> work.runs().halt("asked", "again"));
        store.change(work -> work.runs().halt("ended", "by hand")
                && work.runs().end("ended", Optional.of(Verdict.ABORTED), List.of(), NOW));
        assertValue(store, work -> work.runs().toHalt("here")).isEqualTo(Map.of("asked", "by hand"));
        assertValue(store, work -> work.runs().toHalt("elsewhere")).isEqualTo(Map.of());

        assertThat(store.<Integer>change(work -> work.runs().haltAll(Optional.of("production"), "all")))
                .isZero();
        store.change(work -> work.halts().add(new Halt(Optional.of("staging"), "it burns", "t1", NOW)));
        assertValue(store, work -> work.runs().toHalt("here"))
                .as("also what nobody has marked")
                .isEqualTo(Map.of("asked", "by hand", "left", "halted: it burns", "waiting", "halted: it burns"));
        assertThat(store.<Boolean>change(work -> work.runs().begin("waiting"))).isFalse();

        assertThat(store.<Integer>change(work -> work.runs().haltAll(Optional.of("staging"), "all")))
                .isEqualTo(2);
        store.change(work -> work.halts().remove(Optional.of("staging")));
        assertValue(store, work -> work.runs().toHalt("here"))
                .as("what was halted stays so")
                .isEqualTo(Map.of("asked", "by hand", "left", "all", "waiting", "all"));
        assertThat(store.<Boolean>change(work -> work.runs().begin("waiting"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noRunSlipsThroughWhileItIsHalted(Databases kind) throws Exception {
        Store here = stores.prepared(kind);
        Store there = stores.open(kind); // as another server at the same database
        for (int round = 0; round < 8; round++) {
            String prefix = "r" + round + "-";
            try (var workers = Threads.forEach("starting")) {
                var tasks = new ArrayList<Callable<Boolean>>();
                for (int i = 0; i < 12; i++) {
                    String id = prefix + i;
                    Store store = i % 2 == 0 ? here : there;
                    tasks.add(
                            i == 6
                                    ? () -> halted(store)
                                    : () -> store.change(work -> {
                                        work.halts().takeTurn();
                                        return work.halts().in("staging").isEmpty()
                                                && work.runs().add(run(id, NOW, Optional.empty()));
                                    }));
                }
                for (Future<Boolean> done : workers.invokeAll(tasks)) {
                    done.get();
                }
            }
            var filter = new RunFilter(Extent.ALL, Optional.empty(), Optional.empty(), Optional.empty());
            assertThat(here.read(work -> work.runs().page(filter, Optional.empty(), 500))
                            .items())
                    .as("each that was let in was seen")
                    .allMatch(StoredRun::halt);
            here.change(work -> work.halts().remove(Optional.empty()));
        }
    }

    private static boolean halted(Store store) {
        return store.change(work -> {
            work.halts().takeTurn();
            work.runs().haltAll(Optional.empty(), "all");
            return work.halts().add(new Halt(Optional.empty(), "all", "t1", NOW));
        });
    }
}
