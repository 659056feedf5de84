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
    private static final Path PROGRAM = Path.of(
                    System.getProperty("shakeout.home", ".."), "cli/src/test/resources/stand.py")
            .toAbsolutePath()
            .normalize();
    private static final List<String> SYSTEM = List.of("/usr", "/lib", "/lib64");

    @Override
    public Json.Obj spec(Workloads.Workload of, Collection<String> containers) {
        var volumes = new ArrayList<Json>();
        var mounts = new ArrayList<Json>();
        Stream.concat(SYSTEM.stream(), Stream.concat(Stream.of(PROGRAM.toString()), classPath()))
                .distinct()
                .forEach(path -> {
                    String name = "v" + volumes.size();
                    volumes.add(Json.object("name", name, "hostPath", Json.object("path", path)));
                    mounts.add(Json.object("name", name, "mountPath", path, "readOnly", true));
                });
        for (String folder : folders(of)) {
            String name = "v" + volumes.size();
            volumes.add(Json.object("name", name, "emptyDir", Json.Obj.EMPTY));
            mounts.add(Json.object("name", name, "mountPath", folder));
        }
        var made = new ArrayList<Json>();
        int each = 0;
        for (String name : containers) {
            made.add(container(name, of, each++).with("volumeMounts", Json.of(mounts)));
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
    private Json.Obj container(String name, Workloads.Workload of, int place) {
        boolean jvm = of.calls.stream().anyMatch(call -> call.fault().startsWith("jvm/"));
        boolean clock = of.calls.stream().anyMatch(call -> call.fault().equals("time/skew"));
        var command = new ArrayList<String>();
        if (jvm) {
            command.addAll(machine.java());
            command.add("shop.Cart");
        } else {
            command.addAll(List.of("/usr/bin/python3", PROGRAM.toString()));
        }
        ports(of).forEach(port -> command.add(Integer.toString(port + 10_000 * place)));
        Json.Obj container = Json.object(
                "name",
                name,
                "image",
                RealNode.IMAGE,
                "readinessProbe",
                Json.object("tcpSocket", Json.object("port", ports(of).first() + 10_000 * place), "periodSeconds", 1));
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

    private static TreeSet<Integer> ports(Workloads.Workload of) {
        var ports = new TreeSet<>(List.of(80, 8080));
        of.calls.stream()
                .flatMap(call -> call.arguments().get("port").stream())
                .map(port -> Integer.parseInt(port.text()))
                .forEach(ports::add);
        return ports;
    }

    private static TreeSet<String> folders(Workloads.Workload of) {
        var folders = new TreeSet<>(List.of("/clock"));
        of.calls.stream()
                .filter(call -> call.fault().startsWith("disk/"))
                .flatMap(call -> call.arguments().get("path").stream())
                .forEach(path -> folders.add(path.text()));
        return folders;
    }

    /** Where the class is that stands for a shop. */
    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("java.class.path", "").split(java.io.File.pathSeparator))
                .filter(path -> java.nio.file.Files.exists(Path.of(path, "shop/Cart.class")))
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString());
    }

    private static Json words(List<String> words) {
        return Json.of(words.stream().map(Json::of).toList());
    }
}
