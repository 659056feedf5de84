package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.RealNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Pods that really run: each container serves HTTP, with what the arguments of the faults speak of, such as a port, a folder, a
 * clock that can be changed, or a JVM. Programs are those of this host.
 */
record RealPods(Machine machine) implements Workloads.Form {
    private static final List<String> SYSTEM = List.of("/usr", "/lib", "/lib64");

    @Override
    public Json.Obj spec(Workloads.Workload of, Collection<String> containers) {
        var volumes = new ArrayList<Json>();
        var mounts = new ArrayList<Json>();
        var program = StandProgram.of(of.calls);
        Stream.concat(SYSTEM.stream(), program.needs().stream().map(Path::toString))
                .distinct()
                .forEach(path -> {
                    String name = "v" + volumes.size();
                    volumes.add(Json.object("name", name, "hostPath", Json.object("path", path)));
                    mounts.add(Json.object("name", name, "mountPath", path, "readOnly", true));
                });
        var folders = folders(of);
        program.writes().forEach(path -> folders.add(path.toString()));
        for (String folder : folders) {
            String name = "v" + volumes.size();
            volumes.add(Json.object("name", name, "emptyDir", Json.Obj.EMPTY));
            mounts.add(Json.object("name", name, "mountPath", folder));
        }
        var made = new ArrayList<Json>();
        int each = 0;
        for (String name : containers) {
            made.add(container(name, of, program.movedBy(10_000 * each++)).with("volumeMounts", Json.of(mounts)));
        }
        return Json.object(
                "containers",
                Json.of(made),
                "volumes",
                Json.of(volumes),
                "dnsPolicy",
                "None",
                "dnsConfig",
                Json.object("nameservers", Json.of(List.of(Json.of(World.NAME_SERVER)))));
    }

    /** All containers of a pod share its ports, so only the first one serves the usual ones. */
    private Json.Obj container(String name, Workloads.Workload of, StandProgram program) {
        boolean clock = of.calls.stream().anyMatch(call -> call.fault().equals("time/skew"));
        var command = program.command();
        int first = program.ports().stream().min(Integer::compare).orElseThrow();
        Json.Obj container = Json.object(
                "name",
                name,
                "image",
                RealNode.IMAGE,
                "readinessProbe",
                Json.object("tcpSocket", Json.object("port", first), "periodSeconds", 1));
        if (!clock) {
            return container.with("command", words(command));
        }
        String library = machine.processes()
                .run(List.of("sh", "-c", "ls /usr/lib/*/faketime/libfaketime.so.1"))
                .output()
                .strip();
        var begun = new ArrayList<>(List.of("sh", "-c", "echo +0 >/clock/now && LD_PRELOAD=$0 exec \"$@\"", library));
        begun.addAll(command);
        return container
                .with("command", words(begun))
                .with(
                        "env",
                        Json.of(List.of(
                                Json.object("name", "FAKETIME_TIMESTAMP_FILE", "value", "/clock/now"),
                                Json.object("name", "FAKETIME_NO_CACHE", "value", "1"))));
    }

    private static TreeSet<String> folders(Workloads.Workload of) {
        var folders = new TreeSet<>(List.of("/clock"));
        of.calls.stream()
                .filter(call -> call.fault().startsWith("disk/"))
                .flatMap(call -> call.arguments().get("path").stream())
                .forEach(path -> folders.add(path.text()));
        return folders;
    }

    private static Json words(List<String> words) {
        return Json.of(words.stream().map(Json::of).toList());
    }
}
