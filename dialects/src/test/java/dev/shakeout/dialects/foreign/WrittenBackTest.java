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
    /** Files that do not come back so, and why. */
    private static final Map<String, Map<String, String>> OTHERWISE = Map.of(
            "chaos-mesh",
            Map.ofEntries(
                    Map.entry("HTTPChaos one-more-field", "pods that several faults draw together are not written yet"),
                    Map.entry("JVMChaos busy-cart", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos collecting-cart", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos free-cart", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos full-cart", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos no-cart", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos no-stock", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos older", "faults in a JVM are read and not written yet"),
                    Map.entry("JVMChaos slow-cart", "faults in a JVM are read and not written yet"),
                    Map.entry(
                            "NetworkChaos apart-from-everybody-in-two-namespaces",
                            "pods as the other end of packets are not written yet"),
                    Map.entry("NetworkChaos doubled", "pods that several faults draw together are not written yet"),
                    Map.entry("NetworkChaos from-some-of-web", "pods as the other end of packets are not written yet"),
                    Map.entry(
                            "NetworkChaos late-and-lossy-between-two",
                            "pods as the other end of packets are not written yet"),
                    Map.entry(
                            "NetworkChaos one-web-to-half-of-db",
                            "pods as the other end of packets are not written yet"),
                    Map.entry("NetworkChaos web-to-named", "pods as the other end of packets are not written yet"),
                    Map.entry("PhysicalMachineChaos busy-orders", "faults in a JVM are read and not written yet"),
                    Map.entry("PhysicalMachineChaos collecting-orders", "faults in a JVM are read and not written yet"),
                    Map.entry("PhysicalMachineChaos free-orders", "faults in a JVM are read and not written yet"),
                    Map.entry("PhysicalMachineChaos no-orders", "faults in a JVM are read and not written yet"),
                    Map.entry("PhysicalMachineChaos slow-orders", "faults in a JVM are read and not written yet"),
                    Map.entry(
                            "PodChaos sidecars-die-",
                            "two that are over at once are a workflow, in which each takes a second"),
                    Map.entry("Workflow checked-after-task", "steps that depend on others are not written yet"),
                    Map.entry(
                            "Workflow checked-in-turn",
                            "what is watched for a part of the course is watched through all of it"),
                    Map.entry("Workflow decides", "steps that depend on others are not written yet"),
                    Map.entry("Workflow several", "steps that depend on others are not written yet"),
                    Map.entry(
                            "Workflow watched",
                            "a hypothesis is looked at before and after, by checks that are read as probes")),
            "litmus",
            Map.ofEntries(
                    Map.entry(
                            "ChaosEngine all-modes",
                            "a pause between a probe and the fault after it is lost, which is told"),
                    Map.entry("ChaosEngine cut-off-from-pods", "pods as the other end of packets are not written yet"),
                    Map.entry("ChaosEngine damaged", "a share with a fraction is no whole number"),
                    Map.entry("ChaosEngine disk-busy", "the size of a file in a disk's load is counted in GB there"),
                    Map.entry(
                            "ChaosEngine guards-of-two",
                            "what watches one of several faults, or all, watches each fault there"),
                    Map.entry("ChaosEngine kept-away", "what is not given of a taint is given when it comes back"),
                    Map.entry("ChaosEngine named-pods", "all of one named pod is that one"),
                    Map.entry("ChaosEngine no-names", "try says how the effect is measured, which nothing there says"),
                    Map.entry("ChaosEngine prom", "a query that joins comparisons is compared as a whole"),
                    Map.entry(
                            "ChaosEngine sot-and-edge",
                            "a probe while the fault is on is read before it or after it there only"),
                    Map.entry(
                            "ChaosEngine two-faults",
                            "what watches one of several faults, or all, watches each fault there"),
                    Map.entry(
                            "Workflow three-faults",
                            "what watches one of several faults, or all, watches each fault there")));

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
