package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Extent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Findings that an earlier release has stored run by run are known, each once, on either database. */
class KnownFindingStoreTest {
    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");

    private static void ran(Store store, String id, String environment, int second, String... titles) {
        store.change(work -> {
            work.runs()
                    .add(StoredRun.waiting(
                            id,
                            "slow",
                            1,
                            environment,
                            Optional.empty(),
                            Map.of(),
                            "here",
                            "t",
                            Optional.empty(),
                            NOW));
            work.journals()
                    .add(
                            id,
                            List.of(titles).stream()
                                    .map(title -> new Finding(
                                            title, "api", "seen", NOW.plusSeconds(second), List.of(), List.of()))
                                    .toList());
            return work;
        });
    }

    private static List<KnownFinding> page(Store store, Extent environment) {
        var filter = new KnownFindings.Filter(environment, Optional.empty(), Optional.empty());
        return store.read(work -> work.known().page(filter, Optional.empty(), 9))
                .items();
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeKnowsWhatWasFoundBefore(Databases kind) throws Exception {
        try (Store store = Store.open(kind.url())) {
            store.change(work -> {
                work.environments().add(new Environment("staging", "", "", 1, NOW));
                work.environments().add(new Environment("production", "", "", 1, NOW));
                return work.experiments()
                        .add(new ExperimentVersion("slow", "team", 1, "slow", Json.Obj.EMPTY, "t", NOW));
            });
            ran(store, "a", "staging", 1, "slow", "wrong");
            ran(store, "b", "staging", 2, "slow");
            ran(store, "c", "production", 3, "slow");

            Stores.insert(store, "V11__approvals.sql");

            assertThat(page(store, Extent.ALL))
                    .extracting(KnownFinding::environment, KnownFinding::title, KnownFinding::times)
                    .containsExactlyInAnyOrder(
                            tuple("production", "slow", 1L),
                            tuple("staging", "slow", 2L),
                            tuple("staging", "wrong", 1L));
            assertThat(page(store, Extent.of("production")))
                    .singleElement()
                    .satisfies(known -> assertThat(known.standing().status()).isEqualTo(KnownFinding.Status.OPEN));
            KnownFinding slow = page(store, Extent.of("staging")).stream()
                    .filter(known -> known.title().equals("slow"))
                    .findFirst()
                    .orElseThrow();
            assertThat(slow.firstSeen()).isEqualTo(NOW.plusSeconds(1));
            assertThat(slow.lastSeen()).isEqualTo(NOW.plusSeconds(2));
            assertThat(slow.lastRun()).isEqualTo("b");
        }
    }
}
