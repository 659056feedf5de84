package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.assertListed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that wait for people, and what these have said, on either database. */
class ApprovalStoreTest {
    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00.123Z");

    private static StoredRun pending(String id) {
        return StoredRun.waiting(
                        id, "slow", 1, "staging", Optional.empty(), Map.of(), "here", "t", Optional.empty(), NOW)
                .pending(new StoredRun.Awaited("two people", NOW.plus(Duration.ofHours(3))));
    }

    private static GivenApproval approval(String id, Optional<String> run, int second) {
        Optional<Instant> expires = run.isPresent() ? Optional.empty() : Optional.of(NOW.plusSeconds(60));
        return new GivenApproval(
                id,
                "slow",
                1,
                "0a",
                "staging",
                run,
                "t2",
                NOW.plusSeconds(second),
                expires,
                Optional.empty(),
                Optional.empty());
    }

    private static Store filled(Databases kind) {
        Store store = Store.open(kind.url());
        store.change(work -> {
            work.environments().add(new Environment("staging", "", "", 1, NOW));
            work.experiments().add(new ExperimentVersion("slow", "team", 1, "slow", Json.Obj.EMPTY, "t", NOW));
            work.runs().add(pending("a"));
            return work.runs().add(pending("b"));
        });
        return store;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPendingBelongsToNoServerUntilItMayBegin(Databases kind) {
        try (Store store = filled(kind)) {
            assertThat(store.read(work -> work.runs().find("a")).equals(Optional.of(pending("a"))))
                    .isTrue();
            assertListed(store, work -> work.runs().openOf("here")).isEmpty();
            assertListed(store, work -> work.pending().in("staging", Optional.of("slow")))
                    .containsExactly("a", "b");
            assertListed(store, work -> work.pending().in("staging", Optional.of("fast")))
                    .isEmpty();
            assertThat(store.<Boolean>change(work -> work.runs().begin("a")))
                    .as("nobody has let it")
                    .isFalse();

            store.change(work -> {
                assertThat(work.pending().take("a").isPresent()).isTrue();
                work.pending().letBegin("a", "here");
                return work;
            });
            assertThat(store.<Boolean>change(work -> work.pending().take("a").isPresent()))
                    .isFalse();
            var waiting = store.read(work -> work.runs().find("a")).orElseThrow();
            assertThat(waiting.equals(pending("a").waitingAt("here"))).isTrue();
            assertThat(store.<Boolean>change(work -> work.runs().begin("a"))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPendingIsHaltedWithTheOthersAndAlone(Databases kind) {
        try (Store store = filled(kind)) {
            assertThat(store.<Boolean>change(work -> work.runs().halt("a", "why")))
                    .isTrue();
            assertThat(store.<Boolean>change(work -> work.runs().halt("a", "another")))
                    .isTrue();
            assertThat(store.<Integer>change(work -> work.runs().haltAll(Optional.of("staging"), "all")))
                    .isEqualTo(1);
            assertThat(store.read(work -> work.pending().haltReason("a")).orElseThrow())
                    .isEqualTo("why");
            assertThat(store.read(work -> work.pending().haltReason("b")).orElseThrow())
                    .isEqualTo("all");
            assertListed(store, work -> List.copyOf(work.runs().toHalt("here").keySet()))
                    .isEmpty();
            assertThat(store.<Boolean>change(
                            work -> work.runs().end("a", Optional.of(Verdict.ABORTED), List.of("why"), NOW)))
                    .isTrue();
            assertThat(store.read(work -> work.runs().find("a"))
                            .orElseThrow()
                            .awaited()
                            .isPresent())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void approvalsAreKeptAlsoWhenTheyCountNoLonger(Databases kind) {
        try (Store store = filled(kind)) {
            var own = approval("x", Optional.of("a"), 1);
            var first = approval("y", Optional.empty(), 2);
            var second = approval("z", Optional.empty(), 3);
            store.change(work -> {
                List.of(own, first, second).forEach(work.approvals()::add);
                return work;
            });

            assertListed(store, work -> work.approvals().about(pending("a"))).containsExactly(own, first, second);
            assertListed(store, work -> work.approvals().about(pending("b"))).containsExactly(first, second);
            var page = store.read(work -> work.approvals().ahead("slow", Extent.of("staging"), Optional.empty(), 1));
            assertThat(page.items()).containsExactly(second);
            assertListed(
                            store,
                            work -> work.approvals()
                                    .ahead("slow", Extent.ALL, page.next(), 1)
                                    .items())
                    .containsExactly(first);

            assertThat(store.<Boolean>change(work -> work.approvals().revoke("y", "t3", NOW)))
                    .isTrue();
            assertThat(store.<Boolean>change(work -> work.approvals().revoke("y", "t4", NOW)))
                    .isFalse();
            var revoked = store.read(work -> work.approvals().find("y")).orElseThrow();
            assertThat(revoked.holds(NOW)).isFalse();
            assertThat(revoked.revokedBy().orElseThrow()).isEqualTo("t3");
            assertThat(second.holds(NOW.plusSeconds(59))).isTrue();
            assertThat(second.holds(NOW.plusSeconds(60))).as("its last moment").isFalse();
        }
    }
}
