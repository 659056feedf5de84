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
    private static final String EACH_WATCHED = "what watches one of several faults, or all, watches each fault there";

    /** Files that do not come back so, and why. */
    private static final String NO_OBJECTS = "no fault there makes or deletes objects, which is told";

    private static final Map<String, Map<String, String>> OTHERWISE = Map.of(
            "chaos-mesh",
            Map.ofEntries(
                    Map.entry(
                            "HTTPChaos one-more-field",
                            "headers are set by replace there, and come back as a fault beside that of the body"),
                    Map.entry(
                            "NetworkChaos one-web-to-half-of-db",
                            "what comes from others than pods can only be kept out there, as its webhook says"),
                    Map.entry(
                            "PhysicalMachineChaos busy-orders",
                            "an object keeps processors busy or fills the heap there, not both"),
                    Map.entry(
                            "Workflow checked-after-task",
                            "what is watched while a method of unknown length runs would have no end there"),
                    Map.entry(
                            "Workflow several",
                            "a kill before something that waits for it takes a second there, in which nothing is done"),
                    Map.entry(
                            "Workflow checked-in-turn",
                            "a kill at the end of a workflow takes a second there, in which nothing is done"),
                    Map.entry(
                            "Workflow watched",
                            "a hypothesis is looked at before and after, by checks that are read as probes")),
            "litmus",
            Map.ofEntries(
                    Map.entry(
                            "ChaosEngine all-modes",
                            "a pause between a probe and the fault after it is lost, which is told"),
                    Map.entry("ChaosEngine commands-in-pods", "no pod is written there for a command, which is told"),
                    Map.entry("ChaosEngine deletes-objects", NO_OBJECTS),
                    Map.entry("ChaosEngine makes-objects", NO_OBJECTS),
                    Map.entry("ChaosEngine damaged", "a share with a fraction is no whole number"),
                    Map.entry("ChaosEngine disk-busy", "the size of a file in a disk's load is counted in GB there"),
                    Map.entry("ChaosEngine guards-of-two", EACH_WATCHED),
                    Map.entry("ChaosEngine kept-away", "what is not given of a taint is given when it comes back"),
                    Map.entry("ChaosEngine named-pods", "all of one named pod is that one"),
                    Map.entry("ChaosEngine no-names", "try says how the effect is measured, which nothing there says"),
                    Map.entry("ChaosEngine prom", "a query that joins comparisons is compared as a whole"),
                    Map.entry(
                            "ChaosEngine sot-and-edge",
                            "a probe while the fault is on is read before it or after it there only"),
                    Map.entry("ChaosEngine two-faults", EACH_WATCHED),
                    Map.entry("Workflow three-faults", EACH_WATCHED)));

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
