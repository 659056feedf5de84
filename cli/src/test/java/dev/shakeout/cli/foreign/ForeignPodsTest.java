package dev.shakeout.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Main;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.ContainerImage;
import dev.shakeout.testbed.RealNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Of each kind of fault that files of other tools bring about inside pods, one for each tool is brought about in pods that really
 * run, by an agent: the first in the order of the files. What it does is the same as what our own file does.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignPodsTest {
    private static final Set<String> OF_THE_API = Set.of("pod", "node", "workload");
    private static final Set<String> CUTS = Set.of("network/partition", "network/block", "network/blackhole");
    private static final Set<String> OF_PACKETS = Set.of("network/delay", "network/loss");

    private final Machine local = Machine.local();
    private final Set<String> kinds = new HashSet<>();
    private final List<Pair> pairs = Pair.all((file, call) -> call.kind().equals("pod")
            && NotHere.why(call, local).isEmpty()
            && kind(call).filter(kind -> kinds.add(file.dialect() + " " + kind)).isPresent());

    private Path folder;
    private Cluster cluster;
    private NodeWorld world;

    /** Faults of a kind are brought about in the same way; of some of the network one is enough. */
    private static Optional<String> kind(Drill.Call call) {
        String area = call.fault().split("/", -1)[0];
        if (OF_THE_API.contains(area)) {
            return Optional.empty(); // another test runs all of them
        }
        if (!area.equals("network")) {
            return Optional.of(area.equals("process") ? call.fault() : area);
        }
        String peers = Stream.of("peers", "from")
                .flatMap(key -> call.arguments().get(key).stream())
                .map(Json::compact)
                .reduce("", String::concat);
        String whom = peers.isEmpty() || peers.contains("0.0.0.0/0")
                ? "everybody"
                : peers.contains("\"kind\"") ? "selected pods" : "peers";
        return Optional.of(call.fault())
                .filter(fault -> OF_PACKETS.contains(fault) || CUTS.contains(fault))
                .map(fault -> (CUTS.contains(fault) ? "network/partition" : fault) + " of " + whom);
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), local);
        RealNode node = cluster.realNode();
        node.add(image());
        world = NodeWorld.on(node, pairs, local);
    }

    private Path image() throws IOException {
        List<Path> classPath = Stream.of(
                        System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        Path archive = folder.resolve("shakeout.tar");
        try (var image = ContainerImage.running(
                Path.of(System.getProperty("shakeout.home", "..")),
                Files.createDirectory(folder.resolve("image")),
                Main.class.getName(),
                classPath,
                local)) {
            image.save(archive);
        }
        return archive;
    }

    @AfterAll
    void stop() {
        if (world != null) { // it may have been skipped
            world.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyKindHasItsEffect() {
        return pairs.stream().map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> run(pair)));
    }

    private void run(Pair pair) throws IOException {
        var residents = new Residents(pair.number(), RealNode.NAME, Residents.Size.FEW, cluster.api());
        Drill theirs = residents.moved(pair.theirs());
        Drill ours = residents.moved(pair.ours());
        residents.make(theirs, new RealPods(local));
        Machine machine = residents.machine(cluster, pair.theirs(), folder);
        try {
            var reason = NotInPods.words(theirs, local);
            if (reason.isPresent()) {
                for (Drill drill : List.of(theirs, ours)) {
                    Outcome outcome = Outcome.of(drill, machine);
                    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.REFUSED);
                    assertThat(outcome.reasons().toString()).contains(reason.get());
                }
                return;
            }
            Outcome one = run("theirs", theirs, residents, machine);
            residents.settle();
            Outcome other = run("ours", ours, residents, machine);
            one.checkSame(other);
        } finally {
            machine.shared().close();
        }
    }

    private Outcome run(String whose, Drill drill, Residents residents, Machine machine) throws IOException {
        try (var _ = world.talking(drill, residents.pods())) {
            Outcome outcome = Outcome.of(drill, machine);
            outcome.check(whose);
            return outcome;
        }
    }
}
