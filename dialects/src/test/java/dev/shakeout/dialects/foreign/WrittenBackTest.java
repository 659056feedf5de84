package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the corpus that is read: theirs, as ours, as theirs again, and that as ours again, which is the same ours. */
class WrittenBackTest {
    private static final String PODS_THERE = "pods at the other end are not written yet, which is told";
    private static final String DRAWN = "faults that share a draw are objects that choose apart there, which is told";

    /** Files that do not come back so, and why. */
    private static final Map<String, Map<String, String>> OTHERWISE = Map.of(
            "chaos-mesh",
            Map.of(
                    "PodChaos sidecars-die-", "two that are over at once are a workflow, in which each takes a second",
                    "HTTPChaos one-more-field",
                            "the body of http/patch is patched there, its headers and query are replaced",
                    "NetworkChaos apart-from-everybody-in-two-namespaces", PODS_THERE,
                    "NetworkChaos from-some-of-web", PODS_THERE,
                    "NetworkChaos one-web-to-half-of-db", PODS_THERE,
                    "NetworkChaos web-to-named", PODS_THERE,
                    "NetworkChaos late-and-lossy-between-two", DRAWN,
                    "NetworkChaos doubled", DRAWN,
                    "Workflow watched",
                            "a hypothesis is looked at before and after, by checks that are read as probes"),
            "litmus",
            Map.of(
                    "ChaosEngine all-modes", "a pause between a probe and the fault after it is lost, which is told",
                    "ChaosEngine cut-off-from-pods",
                            PODS_THERE,
                    "ChaosEngine damaged", "a share with a fraction is no whole number",
                    "ChaosEngine disk-busy", "the size of a file in a disk's load is counted in GB there",
                    "ChaosEngine kept-away", "what is not given of a taint is given when it comes back",
                    "ChaosEngine named-pods", "all of one named pod is that one",
                    "ChaosEngine prom", "a query that joins comparisons is compared as a whole",
                    "ChaosEngine two-faults", "what watches the whole method watches each fault there",
                    "Workflow three-faults", "what watches the whole method watches each fault there"));

    static Stream<Named<Foreign>> dialects() {
        return Dialects.written().stream().map(dialect -> Named.of(dialect.name(), dialect));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void oursBecomesTheSameAgain(Foreign dialect) {
        var otherwise = new TreeMap<String, String>();
        int same = 0;
        for (Translated one : read(dialect)) {
            Optional<String> why = RoundTrip.differs(dialect, one.document().orElseThrow());
            why.ifPresent(text -> otherwise.put(one.name(), text));
            same += why.isEmpty() ? 1 : 0;
        }
        assertThat(otherwise.keySet())
                .as(otherwise.toString())
                .isEqualTo(OTHERWISE.get(dialect.name()).keySet());
        assertThat(same).isGreaterThan(30);
    }

    /** By a target map they are about processes and hosts, and no manifest says which pods these stood for. */
    private static List<Translated> read(Foreign dialect) {
        return new ForeignCorpus(dialect.name())
                .files().stream()
                        .filter(file -> !Files.exists(file.resolveSibling(
                                file.getFileName().toString().replace(".yaml", ".map"))))
                        .flatMap(file -> ForeignDialectsTest.translated(file).stream())
                        .filter(one -> one.document().isPresent())
                        .toList();
    }
}
