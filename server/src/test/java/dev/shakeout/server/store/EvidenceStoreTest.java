package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static dev.shakeout.server.store.Stores.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Gate;
import dev.shakeout.report.gate.Question;
import dev.shakeout.server.access.Extent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a gate asks the store. */
class EvidenceStoreTest {
    @AutoClose
    private final Stores stores = new Stores();

    @ParameterizedTest
    @EnumSource
    void aGateIsAnsweredAsFromTheJournalsThemselves(Databases kind) throws IOException {
        Store store = stores.prepared(kind);
        var finding = new Finding("no timeout", "api", "p95 3 s", NOW, List.of("network/delay"), List.of("look"));
        var runs = new ArrayList<Evidence>();
        for (int i = 0; i < 24; i++) {
            Verdict verdict = Verdict.values()[i % Verdict.values().length];
            var labels = Map.of("environment", i % 3 == 0 ? "production" : "staging", "version", "1." + i % 2);
            runs.add(new Evidence(
                    "run r" + i,
                    "experiment " + i % 4,
                    verdict,
                    "because",
                    i % 7 > 0,
                    NOW.minus(Duration.ofHours(i)),
                    NOW.minus(Duration.ofHours(i)),
                    i % 5 == 0 ? Set.of("api", "db") : Set.of("db"),
                    labels,
                    verdict == Verdict.DEVIATED ? List.of(finding) : List.of()));
        }
        store.change(work -> {
            for (int i = 0; i < runs.size(); i++) {
                work.runs().add(run("r" + i, NOW, Optional.empty()));
                work.evidence().add("r" + i, runs.get(i));
            }
            return runs;
        });
        for (Optional<String> environment :
                List.of(Optional.<String>empty(), Optional.of("staging"), Optional.of("nowhere"))) {
            for (Optional<String> service : List.of(Optional.<String>empty(), Optional.of("api"))) {
                for (Optional<String> version : List.of(Optional.<String>empty(), Optional.of("1.1"))) {
                    var question = new Question(service, environment, version, Duration.ofHours(9), List.of("*0"), NOW);
                    var stored = store.read(work -> work.evidence().of(question, Extent.ALL));
                    assertThat(Gate.ask(question, stored).reasons())
                            .as("%s", question)
                            .containsExactlyInAnyOrderElementsOf(
                                    Gate.ask(question, runs).reasons());
                }
            }
        }
        assertThat(lastEvidence(store)).isEqualTo(lastEvidenceOfAnUpgrade(store));
    }

    private static List<Map<String, Object>> lastEvidence(Store store) {
        return store.changeBy(handle -> handle.createQuery("SELECT * FROM last_evidence ORDER BY any_environment,"
                        + " environment, any_version, version, title, about, bucket")
                .mapToMap()
                .list());
    }

    /** As the migration makes it from what an earlier release has stored. */
    private static List<Map<String, Object>> lastEvidenceOfAnUpgrade(Store store) throws IOException {
        store.changeBy(handle -> handle.execute("DELETE FROM last_evidence"));
        Stores.insert(store, "V7__gate.sql");
        return lastEvidence(store);
    }
}
