package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selecting;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real API server with its controllers for the tests of a class, three played nodes, and drills on them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithCluster {
    static final Catalog CATALOG = withoutWitnesses(Catalog.installed());
    static final Duration SOON = Duration.ofSeconds(30);
    static final Duration MOMENT = Duration.ofMillis(100);
    static final String PODS = "/api/v1/namespaces/default/pods";
    static final Selector.Mode ONE = new Selector.Mode.One();

    Path folder;
    Machine machine;
    Cluster cluster;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local());
        cluster.playNodes(3);
        machine = asAdmin();
    }

    @AfterAll
    void stop() {
        if (machine != null) { // what begins as this does may have been skipped half way
            machine.shared().close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Nobody looks at this host before and after each run: nothing here happens to it. */
    private static Catalog withoutWitnesses(Catalog all) {
        return new Catalog(all.faults(), all.probes(), all.finders(), Map.of(), all.custodians());
    }

    Machine asAdmin() throws IOException {
        return as(cluster.kubeconfig());
    }

    /** A machine of its own, with this kubeconfig. */
    Machine as(Path kubeconfig) {
        return as(kubeconfig, folder);
    }

    /** The same that keeps its ledgers and locks elsewhere. */
    static Machine as(Path kubeconfig, Path folder) {
        var environment = new java.util.HashMap<>(System.getenv());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return Machine.local()
                .with(new Folders(folder.resolve("run"), folder.resolve("state")))
                .withEnvironment(environment);
    }

    static String deployments() {
        return ResourceType.DEPLOYMENT.path("default");
    }

    /** A deployment whose replicas are all ready. */
    void deploy(String name, int replicas) throws IOException {
        create(name, replicas);
        awaitReady(name, replicas);
    }

    /** Waits for nothing: what a run is looking out for may be changed by it before it is ready. */
    void create(String name, int replicas) throws IOException {
        cluster.api().create(deployments(), workload(name, Map.of("replicas", Json.of(replicas))));
    }

    /** A workload with one container named main. */
    static Json.Obj workload(String name, Map<String, Json> more) {
        var labels = Json.object("app", name);
        var container = Json.object("name", "main", "image", "shop/" + name + ":1.0");
        var template = Json.object(
                "metadata",
                Json.object("labels", labels),
                "spec",
                Json.object("containers", Json.of(List.of(container))));
        var spec = Json.object("selector", Json.object("matchLabels", labels), "template", template);
        for (Map.Entry<String, Json> each : more.entrySet()) {
            spec = spec.with(each.getKey(), each.getValue());
        }
        return Json.object("metadata", Json.object("name", name, "labels", labels), "spec", spec);
    }

    /** Those of a workload that are not on their way out. */
    List<KubernetesObject> pods(String app) throws IOException {
        return cluster.api().get(PODS + "?labelSelector=app%3D" + app).each("items").stream()
                .filter(pod -> pod.field("metadata", "deletionTimestamp").isEmpty())
                .toList();
    }

    void awaitReady(String name, int replicas) {
        await(name + " ready")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(number(deployment(name), "status", "readyReplicas"))
                        .isEqualTo(replicas));
    }

    Configs configs() {
        return new Configs(cluster.api());
    }

    /** Makes one, in which pods can be made. */
    void namespace(String name) throws IOException {
        cluster.api().create("/api/v1/namespaces", Json.object("metadata", Json.object("name", name)));
        await().atMost(SOON)
                .until(() -> cluster.api()
                        .ask("GET", "/api/v1/namespaces/" + name + "/serviceaccounts/default", Json.Obj.EMPTY)
                        .ok());
    }

    KubernetesObject deployment(String name) throws IOException {
        return cluster.api().get(deployments() + "/" + name);
    }

    static long number(KubernetesObject object, String... path) {
        String text = object.text(path);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** A machine with another kubeconfig, with its own connections. */
    final class Limited implements AutoCloseable {
        private final Machine machine;

        Limited(Path kubeconfig) {
            this.machine = as(kubeconfig);
        }

        Machine machine() {
            return machine;
        }

        @Override
        public void close() {
            machine.shared().close();
        }
    }

    static Experiment experiment(String fault, Arguments arguments, Selector selector) {
        return Experiment.of(fault, List.of(action(fault, arguments, selector, Optional.empty())));
    }

    /** @param duration until the end of the method, if empty */
    static Activity.Action action(String fault, Arguments arguments, Selector selector, Optional<Duration> duration) {
        var call = new Provider.FaultCall(fault, selector, arguments, duration);
        return new Activity.Action(Activity.Written.named(fault, new Position("test", 1, 1)), call);
    }

    /** Makes a service account with the least rights for an experiment. */
    void grant(String account, Experiment experiment) throws IOException {
        grant(account, experiment, text -> text);
    }

    /** What becomes of manifests before they are applied. */
    interface Edit {
        String of(String manifests);
    }

    /** As kubectl apply would. */
    void grant(String account, Experiment experiment, Edit edit) throws IOException {
        cluster.api()
                .apply(edit.of(new LeastRights(account, "default")
                        .of(experiment, CATALOG)
                        .orElseThrow()));
    }

    /** Arguments of a fault of the network, with these at the other end. */
    static Arguments towards(Selector others, String fault, Arguments arguments) {
        var values = new java.util.LinkedHashMap<>(arguments.values());
        CATALOG.fault(fault).descriptor().parameters().stream()
                .filter(parameter -> parameter.name().equals("peers"))
                .map(parameter -> (Selecting.Kind<?>) parameter.type())
                .forEach(kind -> values.put("peers", kind.of(Optional.empty(), List.of(others))));
        return new Arguments(values);
    }

    Planned plan(Machine on, String fault, Arguments arguments, Selector selector, Duration duration) {
        return new Planner(CATALOG, on)
                .plan(Experiment.of(fault, List.of(action(fault, arguments, selector, Optional.of(duration)))), 1);
    }

    static Selector named(String kind, String name) {
        return new Selector(kind, Arguments.NONE.with(Criteria.NAME, name), ONE);
    }

    Journal drill(String fault, Arguments arguments, Selector selector) {
        return run(plan(machine, fault, arguments, selector, Duration.ofSeconds(1)), new Stop());
    }

    /** What is looked at, or done, while a fault is on. */
    interface During {
        void run() throws IOException;
    }

    /** The run passes, and this is done while its fault bites, which stays as long as that takes. */
    void drill(String fault, Arguments arguments, Selector selector, During during) {
        drill(action(fault, arguments, selector, Optional.empty()), during);
    }

    /** The same for a time that is longer than that takes. */
    void drill(String fault, Arguments arguments, Selector selector, Duration lasting, During during) {
        drill(action(fault, arguments, selector, Optional.of(lasting)), during);
    }

    void drill(Activity fault, During during) {
        var look = new Look(during);
        var catalog = new Catalog(
                CATALOG.faults(), Map.of(Look.NAME, look), CATALOG.finders(), Map.of(), CATALOG.custodians());
        Activity looking = new Activity.Action(
                Activity.Written.named(Look.NAME, fault.position()), new Provider.Call(Look.NAME, Arguments.NONE));
        var method = List.of(fault.with(fault.written().inBackground(true)), looking);
        var planned = new Planner(catalog, machine).plan(Experiment.of(fault.name(), method), 1);
        assertThat(planned.plan().refusals()).isEmpty();
        var journal = new Runner(catalog, machine, Map.of(), "test").run(planned, new Stop(), List.of(look));
        look.assertDone();
        assertThat(journal.verdict()).as(journal.reasons() + "\n" + journal).isEqualTo(Verdict.PASSED);
    }

    /** As a controller in the cluster does when a run is gone. */
    void takeBackByLease() throws IOException {
        takeBackByLease(machine);
    }

    void takeBackByLease(Machine by) throws IOException {
        var reached = dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), by);
        var leases = new ArrayList<Resource>();
        reached.list(
                ResourceType.LEASE, "default", Map.of("labelSelector", Custody.LABEL + "=" + Custody.US), leases::add);
        assertThat(leases).isNotEmpty();
        for (Resource lease : leases) {
            for (Map.Entry<String, String> note : lease.annotations().entrySet()) {
                Json json = JsonReader.read(note.getValue());
                var undo = Undo.of(json);
                assertThat(undo.json()).isEqualTo(json);
                undo.takeBack(reached);
                undo.takeBack(reached); // does nothing more
            }
        }
    }

    /** Neither in the ledger nor in the Lease. */
    void assertNowhere(String text) throws IOException {
        for (Path place : List.of(folder.resolve("run"), folder.resolve("state"))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.walk(place)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(text);
                    }
                }
            }
        }
        assertThat(cluster.api().get(ResourceType.LEASE.path("default")).json().text())
                .contains("undo")
                .doesNotContain(text);
    }

    /** The plan is refused with these words. */
    void assertRefused(String fault, Arguments arguments, Selector selector, String words) {
        assertThat(plan(machine, fault, arguments, selector, Duration.ofSeconds(1))
                        .plan()
                        .refusals())
                .anySatisfy(refusal -> assertThat(refusal.words()).contains(words));
    }

    Journal run(Planned planned, Stop stop) {
        return new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of());
    }

    /** Those of runs that have changed an object of this name. */
    List<RunLease> leasesOf(String name) throws IOException {
        return new Restorer(dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), machine))
                .leases("default").stream()
                        .filter(lease ->
                                lease.resource().annotations().toString().matches("(?s).*/" + name + "[/\"].*"))
                        .toList();
    }
}
