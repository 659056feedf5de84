package dev.shakeout.bench;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TemporaryFolder;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs of the command on a real API server (built by testbed/kubernetes.sh), each a whole process.
 *
 * <ul>
 *   <li>choose: 100 of 10,000 pods, with the plan for them; the peer is curl, which reads the same pages and does nothing;
 *   <li>halt: from SIGINT until 200 deployments have their replicas again; the peer sends the same 200 patches by a curl
 *       each, eight at once, and keeps no ledger;
 *   <li>lost: from SIGKILL of the runner and its sentinel until the controller (recover --cluster --watch) has given the
 *       same 200 their replicas again.
 * </ul>
 */
public final class ClusterRuns implements AutoCloseable {
    private static final int PODS = 10_000;
    private static final int OBJECTS = 200;
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String PODS_PATH = "/api/v1/namespaces/default/pods";
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final Path folder;
    private final String launcher;
    private final Cluster cluster;
    private final List<Process> started = new ArrayList<>();

    private ClusterRuns(Path folder, String launcher) throws IOException {
        this.folder = folder;
        this.launcher = launcher;
        this.cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local());
        Files.writeString(folder.resolve("choose.yaml"), experiment("pod/delete", """
                {kind: pod, labels: {app: many}, mode: fixed, value: 100}"""));
        Files.writeString(folder.resolve("scale.yaml"), experiment("workload/scale", """
                {kind: workload, labels: {app: scaled}, mode: all}"""));
    }

    private static String experiment(String fault, String target) {
        return """
                title: Many objects of a cluster
                description: For a benchmark.
                method:
                  - type: action
                    name: all at once
                    provider:
                      type: fault
                      fault: %s
                      target: %s
                      duration: 1h
                """.formatted(fault, target);
    }

    /** The number of trials of each may be given; 5 otherwise. */
    public static void main(String[] arguments) throws Exception {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String home = System.getProperty("shakeout.home", ".");
        try (var temporary = TemporaryFolder.make("cluster-runs");
                var bench = new ClusterRuns(
                        temporary.path(),
                        Path.of(home, "shakeout").toAbsolutePath().normalize().toString())) {
            bench.choose(trials);
            bench.takeBack(trials);
        }
    }

    private void choose(int trials) throws Exception {
        Json.Obj labels = Json.object("app", "many");
        var owner = cluster.api()
                .create("/api/v1/namespaces/default/configmaps", Json.object("metadata", Json.object("name", "many")));
        Json owned = Json.of(List.of(Json.object(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "name",
                "many",
                "uid",
                owner.text("metadata", "uid"),
                "controller",
                true)));
        inParallel(
                IntStream.range(0, PODS)
                        .mapToObj(i -> Json.object(
                                "metadata", Json.object("name", "pod-" + i, "labels", labels, "ownerReferences", owned),
                                "spec", Json.object("schedulerName", "nobody", "containers", CONTAINERS)))
                        .toList(),
                PODS_PATH);
        var ours = new ArrayList<Double>();
        var peer = new ArrayList<Double>();
        for (int trial = -1; trial < trials; trial++) {
            double one = time(() -> expect(0, shakeout("plan", "choose.yaml").waitFor()));
            double two = time(() -> expect(0, pages().waitFor()));
            if (trial >= 0) {
                ours.add(one);
                peer.add(two);
            }
        }
        System.out.printf("plan for 100 of %d pods, whole process, %d trials, ms%n", PODS, trials);
        Trials.print("shakeout plan", ours);
        Trials.print("peer: curl reads the pages", peer);
    }

    private static final Json CONTAINERS = Json.of(List.of(Json.object("name", "main", "image", "shop/web:1.0")));

    private Process pages() throws IOException {
        return start(List.of("sh", "-c", """
                from=
                while :; do
                  page=$(curl -s -k -H "Authorization: Bearer $2" "$1?limit=500&labelSelector=app%3Dmany&continue=$from")
                  from=$(printf '%s' "$page" | sed -n 's/.*"continue": *"\\([^"]*\\)".*/\\1/p')
                  [ -n "$from" ] || exit 0
                done""", "sh", cluster.server() + PODS_PATH, token()));
    }

    private String token() throws IOException {
        return Files.readString(cluster.kubeconfig()).replaceAll("(?s).*token: \"([^\"]*)\".*", "$1");
    }

    private void takeBack(int trials) throws Exception {
        Json.Obj labels = Json.object("app", "scaled");
        inParallel(
                IntStream.range(0, OBJECTS)
                        .mapToObj(i -> Json.object(
                                "metadata", Json.object("name", "scaled-" + i, "labels", labels),
                                "spec",
                                        Json.object(
                                                "replicas", 1,
                                                "selector",
                                                        Json.object("matchLabels", Json.object("one", "scaled-" + i)),
                                                "template",
                                                        Json.object(
                                                                "metadata",
                                                                        Json.object(
                                                                                "labels",
                                                                                Json.object("one", "scaled-" + i)),
                                                                "spec", Json.object("containers", CONTAINERS)))))
                        .toList(),
                DEPLOYMENTS);
        var halted = new ArrayList<Double>();
        var lost = new ArrayList<Double>();
        var peer = new ArrayList<Double>();
        Process controller = shakeout("recover", "--cluster", "--watch");
        for (int trial = -1; trial < trials; trial++) {
            double one = halt();
            double two = lose();
            double three = time(() -> expect(0, patches().waitFor()));
            if (trial >= 0) {
                halted.add(one);
                lost.add(two);
                peer.add(three);
            }
        }
        controller.destroy();
        System.out.printf("%d deployments that have their replicas again, %d trials, ms%n", OBJECTS, trials);
        Trials.print("halt", halted);
        Trials.print("lost with its sentinel (lease 10 s)", lost);
        Trials.print("peer: a curl each, eight at once", peer);
    }

    private double halt() throws Exception {
        Process run = scaledDown();
        long begun = System.nanoTime();
        new ProcessBuilder("kill", "-s", "INT", "--", String.valueOf(run.pid()))
                .start()
                .waitFor();
        awaitReplicas(1);
        double millis = (System.nanoTime() - begun) / 1e6;
        expect(6, run.waitFor());
        return millis;
    }

    private double lose() throws Exception {
        Process run = scaledDown();
        run.descendants().forEach(ProcessHandle::destroyForcibly);
        long begun = System.nanoTime();
        run.destroyForcibly().waitFor();
        awaitReplicas(1);
        return (System.nanoTime() - begun) / 1e6;
    }

    private Process scaledDown() throws Exception {
        Process run = shakeout("run", "scale.yaml");
        awaitReplicas(0);
        return run;
    }

    private Process patches() throws IOException {
        String names = IntStream.range(0, OBJECTS).mapToObj(i -> "scaled-" + i).collect(Collectors.joining(" "));
        return start(List.of("sh", "-c", """
                printf '%s\\n' $3 | xargs -P 8 -I NAME curl -s -k -o /dev/null -X PATCH -H "Authorization: Bearer $2" \\
                  -H 'Content-Type: application/merge-patch+json' -d '{"spec":{"paused":false}}' "$1/NAME\"""", "sh", cluster.server() + DEPLOYMENTS, token(), names));
    }

    private void awaitReplicas(int wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (cluster.api().get(DEPLOYMENTS + "?labelSelector=app%3Dscaled").each("items").stream()
                .anyMatch(each -> !each.text("spec", "replicas").equals(String.valueOf(wanted)))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all have " + wanted + " replicas");
            }
            Thread.sleep(20);
        }
    }

    private void inParallel(List<Json.Obj> objects, String collection) throws Exception {
        try (var workers = Executors.newFixedThreadPool(16)) {
            var all = new ArrayList<Future<?>>();
            for (Json.Obj object : objects) {
                all.add(workers.submit(() -> cluster.api().create(collection, object)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private Process shakeout(String... words) throws IOException {
        var command = new ArrayList<>(List.of(launcher));
        command.addAll(List.of(words));
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        builder.environment().put("SHAKEOUT_HOME", folder.resolve("home").toString());
        Process process = builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()))
                .start();
        started.add(process);
        return process;
    }

    private void expect(int status, int ended) {
        if (ended != status) {
            throw new IllegalStateException("status " + ended + " instead of " + status + ": " + said());
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static double time(Task task) throws Exception {
        long begun = System.nanoTime();
        task.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        cluster.close();
    }
}
