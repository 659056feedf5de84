package dev.shakeout.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Faults of pods, nodes and workloads that files of other tools bring about do on a real API server what they say, and the same
 * as our own files do: what their targets select is made there, hit, measured and taken back, and what they do not select is
 * left alone. Equal injections into equal targets are made once, for the first file that has them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClusterTest {
    private static final Set<String> OF_THE_API = Set.of("pod", "node", "workload");

    private static final String HOME = "node-1";

    private final List<Pair> pairs =
            Pair.all((_, call) -> OF_THE_API.contains(call.fault().split("/", -1)[0]));

    private Path folder;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local());
        cluster.playNodes(Stream.concat(
                        Stream.of(HOME, "node-2"),
                        pairs.stream()
                                .flatMap(pair -> pair.theirs().calls().stream())
                                .filter(call -> call.kind().equals("node"))
                                .map(call -> Residents.nodeOf(call.target())))
                .distinct()
                .toList());
    }

    @AfterAll
    void stop() {
        if (cluster != null) { // it may have been skipped
            cluster.close();
        }
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyFileHasItsEffect() {
        return pairs.stream().map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> run(pair)));
    }

    private void run(Pair pair) throws IOException {
        var residents = new Residents(pair.number(), HOME, Residents.Size.SEVERAL, cluster.api());
        Drill theirs = residents.moved(pair.theirs());
        residents.make(theirs, Workloads.Form.PLAYED);
        List<String> spared = residents.spared();
        Machine machine = residents.machine(cluster, pair.theirs(), folder);
        try {
            Outcome one = Outcome.of(theirs, machine);
            one.check("theirs");
            residents.settle();
            Outcome other = Outcome.of(residents.moved(pair.ours()), machine);
            other.check("ours");
            one.checkSame(other);
            residents.settle();
            assertThat(residents.spared()).isNotEmpty().isEqualTo(spared);
        } finally {
            machine.shared().close();
        }
    }
}
