package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static dev.shakeout.server.store.Stores.assertFound;
import static dev.shakeout.server.store.Stores.assertListed;
import static dev.shakeout.server.store.Stores.assertValue;
import static dev.shakeout.server.store.Stores.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs and their events, on either database. */
class RunStoreTest {
    @AutoClose
    private final Stores stores = new Stores();

    @ParameterizedTest
    @EnumSource
    void pagesOfRunsHoldEachOnceAndTheNewestFirst(Databases kind) {
        Store store = stores.prepared(kind);
        store.change(work -> IntStream.range(0, 7)
                .mapToObj(i -> work.runs().add(run("r" + i, NOW.plusSeconds(i / 2), Optional.empty())))
                .toList());

        var seen = new ArrayList<String>();
        var filter = new RunFilter(Extent.of("staging"), Optional.of("slow"), Optional.empty(), Optional.empty());
        Optional<String> next = Optional.empty();
        do {
            Optional<String> after = next;
            var page = store.read(work -> work.runs().page(filter, after, 3));
            page.items().forEach(run -> seen.add(run.id()));
            next = page.next();
        } while (next.isPresent());

        assertThat(seen).containsExactly("r6", "r5", "r4", "r3", "r2", "r1", "r0");
        var elsewhere = new RunFilter(Extent.of("production"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(store.read(work -> work.runs().page(elsewhere, Optional.empty(), 3))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> store.read(work -> work.runs().page(filter, Optional.of("x"), 3)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("no cursor");
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedRequestIsKnownByItsKey(Databases kind) {
        Store store = stores.prepared(kind);
        var first = run("a", NOW, Optional.of("k"));
        assertThat(store.<Boolean>change(work -> work.runs().add(first))).isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().add(run("b", NOW, Optional.of("k")))))
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.runs().add(run("c", NOW, Optional.empty()))))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().add(run("d", NOW, Optional.empty()))))
                .as("without a key each is a new one")
                .isTrue();
        assertFound(store, work -> work.runs().findByKey("t1", "k")).contains(first);
    }

    @ParameterizedTest
    @EnumSource
    void aRunEndsOnce(Databases kind) {
        Store store = stores.prepared(kind);
        store.change(work -> work.runs().add(run("a", NOW, Optional.empty())));

        assertListed(store, work -> work.runs().openOf("here")).hasSize(1);
        assertThat(store.<Boolean>change(work -> work.runs().begin("a"))).isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().begin("a"))).isFalse();
        assertThat(store.<Boolean>change(work -> work.runs().halt("a", "enough")))
                .isTrue();
        assertThat(store.<Boolean>change(
                        work -> work.runs().end("a", Optional.of(Verdict.ABORTED), List.of("why"), NOW)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.runs().end("a", Optional.of(Verdict.PASSED), List.of(), NOW)))
                .isFalse();

        StoredRun ended = store.read(work -> work.runs().find("a")).orElseThrow();
        assertThat(ended.verdict()).contains(Verdict.ABORTED);
        assertThat(ended.reasons()).containsExactly("why");
        assertThat(ended.halt()).isTrue();
        assertThat(ended.endedAt()).contains(NOW);
        assertThat(store.<Boolean>change(work -> work.runs().halt("a", "enough")))
                .as("too late")
                .isFalse();
        assertListed(store, work -> work.runs().openOf("here")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eventsAreToldFromAnyPointOn(Databases kind) {
        Store store = stores.prepared(kind);
        store.change(work -> work.runs().add(run("a", NOW, Optional.empty())));
        var events = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new RunEvent(i, NOW.plusMillis(i), "info", "line " + i))
                .toList();
        for (var some : List.of(events.subList(0, 3), events)) { // told again after a restart
            store.change(work -> {
                work.events().add("a", some);
                return some;
            });
        }
        assertListed(store, work -> work.events().after("a", 0, 100)).isEqualTo(events);
        assertListed(store, work -> work.events().after("a", 3, 1)).isEqualTo(events.subList(3, 4));
        assertValue(store, work -> work.events().last("a")).isEqualTo(5L);
    }
}
