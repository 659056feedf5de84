package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.agent.WrittenArguments;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.ContainerImage;
import dev.shakeout.testbed.KubernetesObject;
import dev.shakeout.testbed.RealNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same with a real node, whose pods really run, and with Shakeout's own image on it. */
@ResourceLock("real node")
abstract class WithNode extends WithCluster {
    private static Optional<Path> image = Optional.empty();

    RealNode node;

    @Override
    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local());
        node = cluster.realNode();
        node.add(image(folder));
        machine = asAdmin();
    }

    /** Made once for all classes. */
    private static synchronized Path image(Path folder) throws IOException {
        if (image.isEmpty()) {
            Path work = Files.createDirectory(folder.resolve("image"));
            List<Path> classPath = Stream.of(
                            System.getProperty("java.class.path", "").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(Files::exists)
                    .toList();
            Path made = Files.createTempFile("shakeout-image", ".tar");
            made.toFile().deleteOnExit();
            try (var own = ContainerImage.running(
                    Path.of(".."), work, StdioAgent.class.getName(), classPath, Machine.local())) {
                own.save(made);
            }
            image = Optional.of(made);
        }
        return image.get();
    }

    /** A pod that serves HTTP on port 80; its path. */
    String serve(String name) throws IOException {
        return serve(name, Map.of());
    }

    String serve(String name, Map<String, Json> more) throws IOException {
        var container = Json.object("name", "main", "image", RealNode.IMAGE);
        var spec = Json.object("containers", Json.of(List.of(container)), "terminationGracePeriodSeconds", 1);
        for (var each : more.entrySet()) {
            spec = spec.with(each.getKey(), each.getValue());
        }
        cluster.api().create(PODS, Json.object("metadata", Json.object("name", name), "spec", spec));
        String path = PODS + "/" + name;
        await(name)
                .atMost(SOON.multipliedBy(2))
                .untilAsserted(() -> assertThat(cluster.api().get(path).each("status", "containerStatuses"))
                        .allMatch(status -> status.text("ready").equals("true"))
                        .isNotEmpty());
        return path;
    }

    static Selector pod(String name) {
        return new Selector("pod", Arguments.NONE.with(Criteria.NAME, name), ONE);
    }

    static Arguments arguments(String fault, Map<String, String> given) {
        var members = new LinkedHashMap<String, Json>();
        given.forEach((key, value) -> members.put(key, Json.of(value)));
        return WrittenArguments.read(CATALOG.fault(fault).descriptor(), new Json.Obj(members));
    }

    Journal drillIn(String pod, String fault, Map<String, String> given) {
        var planned = plan(machine, fault, arguments(fault, given), pod(pod), MOMENT);
        return run(planned, new Stop());
    }

    /** Ephemeral containers of a pod. */
    List<KubernetesObject> guests(String pod) throws IOException {
        return cluster.api().get(PODS + "/" + pod).each("status", "ephemeralContainerStatuses");
    }

    /** All guests have ended by themselves, and say that nothing is left. */
    void awaitEnded(String pod) {
        await("guests of " + pod)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(guests(pod))
                        .isNotEmpty()
                        .allMatch(guest ->
                                guest.text("state", "terminated", "exitCode").equals("0")));
    }
}
