package dev.shakeout.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final List<Pair> pairs = Pair.all(
            call -> OF_THE_API.contains(call.fault().split("/", -1)[0]),
            call -> call.key() + " " + call.target().compact());

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
        var residents = new Residents(pair.number(), HOME, cluster.api());
        Drill theirs = residents.moved(pair.theirs().oneByOne());
        residents.make(theirs, (name, of) -> Json.object("name", name, "image", "shop/" + of.name + ":1.0"));
        List<String> spared = residents.spared();
        Machine machine = machine(residents, pair);
        try {
            Outcome one = run(theirs, machine);
            one.check("theirs");
            residents.workloads().settle();
            Outcome other = run(residents.moved(pair.ours().oneByOne()), machine);
            other.check("ours");
            one.checkSame(other);
            residents.workloads().settle();
            assertThat(residents.spared()).isNotEmpty().isEqualTo(spared);
        } finally {
            machine.shared().close();
        }
    }

    private static Outcome run(Drill drill, Machine machine) {
        Catalog all = Catalog.installed(); // without witnesses: nothing happens to this host
        var catalog = new Catalog(all.faults(), all.probes(), all.finders(), Map.of(), all.custodians());
        var planned = new Planner(catalog, machine).plan(drill.experiment(), 1);
        return Outcome.of(new Runner(catalog, machine, Map.of(), "test").run(planned, new Stop(), List.of()));
    }

    /** With a kubeconfig that knows all contexts of the file; each is this cluster, and the namespace is the drill's own. */
    private Machine machine(Residents residents, Pair pair) throws IOException {
        Path own = Files.createDirectory(folder.resolve("run-" + pair.number()));
        String here = Files.readString(cluster.kubeconfig())
                .replace("namespace: default", "namespace: " + residents.ownNamespace());
        String context = here.lines()
                .filter(line -> line.contains("context: {"))
                .findFirst()
                .orElseThrow();
        String more = pair.theirs().calls().stream()
                .flatMap(call -> call.target().get("context").stream())
                .map(Json::text)
                .distinct()
                .map(name -> "- name: " + name + "\n" + context + "\n")
                .reduce("", String::concat);
        Path kubeconfig =
                Files.writeString(own.resolve("kubeconfig"), here.replace("contexts:\n", "contexts:\n" + more));
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return Machine.local()
                .with(new Folders(own.resolve("run"), own.resolve("state")))
                .withEnvironment(environment);
    }
}
