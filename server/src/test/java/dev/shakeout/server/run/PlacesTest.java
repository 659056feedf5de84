package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Verdict;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.StoredRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More runs are started than may go on at once. */
class PlacesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LASTING = "trap 'exit 6' TERM; echo begun; while :; do sleep 0.1; done";

    @Test
    void theyAreGivenInTheOrderInWhichTheyWereAskedFor() {
        var places = new Places(2);
        var first = places.ask();
        var second = places.ask();
        var third = places.ask();
        var fourth = places.ask();
        assertThat(List.of(first, second, third, fourth))
                .extracting(Places.Place::isGranted)
                .containsExactly(true, true, false, false);

        second.close();

        assertThat(List.of(third, fourth)).extracting(Places.Place::isGranted).containsExactly(true, false);
        first.close();
        third.close();
        assertThat(fourth.isGranted()).isTrue();
        fourth.close();
        assertThat(List.of(places.ask(), places.ask(), places.ask()))
                .extracting(Places.Place::isGranted)
                .containsExactly(true, true, false);
    }

    @Test
    void whoDoesNotWantItAnyMoreKeepsNobodyWaiting() {
        var places = new Places(1);
        var first = places.ask();
        var second = places.ask();
        var third = places.ask();

        second.withdraw();
        second.await();
        first.withdraw(); // has it already
        assertThat(first.isGranted()).isTrue();
        first.close();

        assertThat(List.of(second, third)).extracting(Places.Place::isGranted).containsExactly(false, true);
        second.close();
        assertThat(places.ask().isGranted()).as("third has it").isFalse();
    }

    @Test
    void aRunThatFindsNoneWaitsAndSaysSo() throws Exception {
        try (var rota = new Rota(Databases.SQLITE.url(), "here", LASTING, 1).filled()) {
            StoredRun first = rota.start();
            await().atMost(SOON).until(() -> hasBegun(rota, first));
            StoredRun second = rota.start();
            StoredRun third = rota.start();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(now(rota, third).reasons())
                            .containsExactly(
                                    "it waits until another run has ended: this server carries out at most 1 at once"
                                            + " (--max-runs)"));

            halt(rota, second);
            assertThat(end(rota, second).verdict()).contains(Verdict.ABORTED);
            assertThat(now(rota, second).reasons()).first().isEqualTo("enough");
            assertThat(hasBegun(rota, second) || hasBegun(rota, third)).isFalse();

            halt(rota, first);
            end(rota, first);
            await().atMost(SOON).until(() -> hasBegun(rota, third));
            assertThat(now(rota, third).reasons()).isEmpty();
            halt(rota, third);
            end(rota, third);
            assertThat(rota.troubles).isEmpty();
        }
    }

    private static StoredRun now(Rota rota, StoredRun run) {
        return rota.store.read(work -> work.runs().find(run.id())).orElseThrow();
    }

    private static boolean hasBegun(Rota rota, StoredRun run) {
        return rota.store.read(work -> work.events().after(run.id(), 0, 100)).stream()
                .map(RunEvent::words)
                .anyMatch("begun"::equals);
    }

    private static void halt(Rota rota, StoredRun run) {
        rota.store.change(work -> work.runs().halt(run.id(), "enough"));
        rota.conductor.haltThoseAsked();
    }

    private static StoredRun end(Rota rota, StoredRun run) {
        await().atMost(SOON).until(() -> now(rota, run).state() == StoredRun.State.ENDED);
        return now(rota, run);
    }
}
