package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the targets of a drill are: containers for its containers and pods, processes for its processes, each with what the
 * arguments speak of, such as a port that is served or a folder. All of it ends with this.
 */
final class Stands implements AutoCloseable {
    private static final String POD = "pod";
    private static final Set<String> FILES = Set.of("disk/delay", "disk/error");
    private static final Set<Integer> USUAL_PORTS = Set.of(80, 8080);
    private static final Path PROGRAM = Path.of(
                    System.getProperty("shakeout.home", ".."), "cli/src/test/resources/stand.py")
            .toAbsolutePath()
            .normalize();
    /** With a way out on which nobody answers. */
    private static final String NETWORK = """
            PATH=$PATH:/usr/sbin:/sbin
            ip link set lo up && ip link add eth0 type veth peer name eth1 && ip addr add 10.97.0.2/24 dev eth0 &&
              ip link set eth0 up && ip link set eth1 up && ip route add default via 10.97.0.1 && exec "$@\"""";

    private static final String LISTENING = " 0A ";

    private final Engine engine;
    private final Path folder;
    private final Machine machine;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private boolean keepsTime;
    private final List<String> pids = new ArrayList<>();
    private final List<String> containers = new ArrayList<>();
    private final Set<Integer> ports = new TreeSet<>(USUAL_PORTS);

    private Stands(Engine engine, Path folder, Machine machine) {
        this.engine = engine;
        this.folder = folder;
        this.machine = machine;
    }

    static Stands of(Drill drill, Engine engine, Path folder, Machine machine) throws IOException {
        var stands = new Stands(engine, folder, machine);
        try {
            for (Drill.Call call : drill.calls()) {
                stands.require(call);
            }
            stands.startAll();
            stands.awaitAll();
            return stands;
        } catch (IOException | RuntimeException | Error e) {
            stands.close();
            throw e;
        }
    }

    /**
     * A pod is a container here, however it was selected, and a process whose number is given is one of a name; all else is
     * found as the file says.
     */
    static Json.Obj inPlaceOf(Drill.Call call) {
        Json.Obj target = call.target();
        if (FILES.contains(call.fault()) && call.kind().equals(POD)) {
            return Json.object(
                    "kind", "process", "name", "with-files", "mode", "all"); // none can be put into a container
        }
        if (target.get("pid").isPresent()) {
            return Json.object("kind", "process", "name", "by-pid", "mode", text(target, "mode"));
        }
        if (!text(target, "kind").equals(POD)) {
            return target;
        }
        String part = text(target, "container") + text(target, "name");
        Json.Obj stand =
                Json.object("kind", "container", "labels", Json.object("stands-for", part.isEmpty() ? POD : part));
        for (String kept : List.of("mode", "value")) {
            stand = target.get(kept).isPresent()
                    ? stand.with(kept, target.get(kept).orElseThrow())
                    : stand;
        }
        return stand;
    }

    private void require(Drill.Call call) throws IOException {
        call.arguments().get("port").ifPresent(port -> ports.add(Integer.parseInt(port.text())));
        Json.Obj target = inPlaceOf(call);
        keepsTime |= call.fault().equals("time/skew");
        switch (text(target, "kind")) {
            case "container" -> container(target, call);
            case "process" -> process(target);
            default -> {}
        }
    }

    private void container(Json.Obj target, Drill.Call call) {
        String labels = target.get("labels")
                .map(found -> ((Json.Obj) found)
                        .members().entrySet().stream()
                                .map(label ->
                                        label.getKey() + "=" + label.getValue().text())
                                .reduce("", (all, one) -> all + " " + one)
                                .strip())
                .orElse("");
        int count = text(target, "mode").equals("fixed") ? Integer.parseInt(text(target, "value")) : 1;
        for (int i = 0; i < count; i++) {
            String name = target.get("name").map(Json::text).orElse((labels.replaceAll("[^a-z0-9-]", "-") + "-" + i));
            var words = options.computeIfAbsent(name, _ -> new ArrayList<>(List.of("--pids-limit", "300")));
            if (!labels.isEmpty()) {
                for (String label : labels.split(" ", -1)) {
                    words.addAll(List.of("--label", label));
                }
            }
            call.arguments()
                    .get("path")
                    .map(Json::text)
                    .filter(path -> path.startsWith("/"))
                    .ifPresent(path -> {
                        if (!call.fault().startsWith("http/") && !words.contains(path)) {
                            words.addAll(List.of("--volume", path));
                        }
                    });
            if (call.fault().startsWith("memory/")) {
                words.addAll(List.of("--memory", memory(call)));
            }
        }
    }

    /** Enough for what is asked for; of a share little is enough. */
    private static String memory(Drill.Call call) {
        return call.arguments().get("size").isPresent() ? "3g" : "200m";
    }

    private void process(Json.Obj target) throws IOException {
        String name = target.get("name").map(Json::text).orElse("");
        String line = target.get("command-line").map(Json::text).orElse("");
        if (!name.isEmpty()) {
            start(name, List.of());
        } else if (line.contains("nginx")) {
            start("nginx", List.of());
        } else if (line.contains("shop")) {
            start("java", List.of("java", "-jar", "shop.jar"));
        }
    }

    /** In a network of its own, under the name that is looked for. */
    private void start(String name, List<String> arguments) throws IOException {
        if (processes.containsKey(name)) {
            return;
        }
        Path program = folder.resolve(name);
        Files.copy(Path.of("/usr/bin/python3").toRealPath(), program);
        var argv = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", NETWORK, "sh"));
        argv.addAll(List.of(program.toString(), PROGRAM.toString()));
        ports.forEach(port -> argv.add(Integer.toString(port)));
        argv.addAll(arguments);
        var builder = new ProcessBuilder(argv).inheritIO();
        if (keepsTime) {
            builder.environment().putAll(clock(Files.writeString(folder.resolve("clock-" + name), "+0")));
        }
        processes.put(name, builder.start());
    }

    /** With the clock of a library, which is what a program has to be started with so that its time can be changed. */
    private Map<String, String> clock(Path file) {
        String library = machine.processes()
                .run(List.of("sh", "-c", "ls /usr/lib/*/faketime/libfaketime.so.1"))
                .output()
                .strip();
        return Map.of("LD_PRELOAD", library, "FAKETIME_TIMESTAMP_FILE", file.toString(), "FAKETIME_NO_CACHE", "1");
    }

    private void startAll() throws IOException {
        Path clocks = Files.createDirectory(folder.resolve("clocks"));
        for (String name : options.keySet()) {
            Files.writeString(clocks.resolve(name), "+0");
        }
        options.forEach((name, words) -> {
            var all = new ArrayList<>(List.of("run", "--detach", "--name", name, "--dns", World.NAME_SERVER));
            for (String system : List.of("/usr", "/lib", "/lib64")) {
                all.addAll(List.of("--volume", system + ":" + system + ":ro"));
            }
            all.addAll(words);
            if (keepsTime) {
                all.addAll(List.of("--volume", clocks + ":/clocks"));
                clock(Path.of("/clocks/" + name))
                        .forEach((key, value) -> all.addAll(List.of("--env", key + "=" + value)));
            }
            all.addAll(List.of("--volume", PROGRAM + ":" + PROGRAM + ":ro"));
            all.addAll(List.of(Engine.IMAGE, "/usr/bin/python3", PROGRAM.toString()));
            ports.forEach(port -> all.add(Integer.toString(port)));
            containers.add(name);
            engine.run(all.toArray(String[]::new));
        });
    }

    /** In whatever order they come up; one that serves is ready. */
    private void awaitAll() {
        containers.forEach(name -> pids.add(engine.run("inspect", "--format", "{{.State.Pid}}", name)));
        processes.values().forEach(process -> pids.add(Long.toString(process.pid())));
        for (String pid : pids) {
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() -> {
                        try (var lines = Files.lines(Path.of("/proc", pid, "net/tcp"))) {
                            return lines.filter(line -> line.contains(LISTENING))
                                            .count()
                                    >= ports.size();
                        }
                    });
        }
    }

    /** Of all that stands for something, as processes of this machine. */
    List<String> pids() {
        return List.copyOf(pids);
    }

    /** Whether they are still there, as they were. */
    boolean intact() {
        return pids.stream().allMatch(pid -> Files.exists(Path.of("/proc", pid)));
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        containers.forEach(name -> engine.run("rm", "--force", "--volumes", name));
    }

    private static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }
}
