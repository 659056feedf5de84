package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the targets of a drill are: containers for its containers and pods, processes for its processes, each with what the
 * arguments speak of, such as a port that is served or a folder. All of it ends with this.
 */
final class Stands implements AutoCloseable {
    private static final String POD = "pod";
    private static final List<String> HOW_MANY = List.of("mode", "value");
    /** All of the other end stand in one place, so that those who share a draw find the same. */
    private static final List<String> HOW_DRAWN = List.of("mode", "value", "draw");

    private static final Set<String> FILES = Set.of("disk/delay", "disk/error", "disk/attributes", "disk/corrupt");
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
    private final Map<String, List<String>> ends = new LinkedHashMap<>();
    private final StandProgram program;
    private boolean keepsTime;
    private final List<String> pids = new ArrayList<>();
    private final List<String> containers = new ArrayList<>();

    private Stands(StandProgram program, Engine engine, Path folder, Machine machine) {
        this.program = program;
        this.engine = engine;
        this.folder = folder;
        this.machine = machine;
    }

    static Stands of(Drill drill, Engine engine, Path folder, Machine machine) throws IOException {
        var stands = new Stands(StandProgram.of(drill.calls()), engine, folder, machine);
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
        return kept(
                Json.object("kind", "container", "labels", Json.object("stands-for", part.isEmpty() ? POD : part)),
                target,
                HOW_MANY);
    }

    /** Only /var is a file system of the room's own. */
    static Path inPlaceOf(Path folder) {
        return folder.startsWith("/var") ? folder : Path.of("/var" + folder);
    }

    /** The other end of a fault, which is never the target itself. */
    static Json.Obj inPlaceOf(Json.Obj end) {
        if (!text(end, "kind").equals(POD)) {
            return end;
        }
        String who = (text(end, "namespace") + " " + text(end, "name") + " "
                        + end.get("labels").map(Json::compact).orElse(""))
                .replaceAll("[^a-z0-9]+", "-");
        return kept(
                Json.object("kind", "container", "labels", Json.object("stands-for", "end-" + who)), end, HOW_DRAWN);
    }

    private static Json.Obj kept(Json.Obj stand, Json.Obj target, List<String> keys) {
        Json.Obj with = stand;
        for (String key : keys) {
            with = target.get(key).isPresent() ? with.with(key, target.get(key).orElseThrow()) : with;
        }
        return with;
    }

    private void require(Drill.Call call) throws IOException {
        keepsTime |= call.fault().equals("time/skew");
        for (Json.Obj target : Drill.apart(inPlaceOf(call))) {
            switch (text(target, "kind")) {
                case "container" -> names(target).forEach(name -> equip(options(name, target), call));
                case "process" -> process(target);
                default -> {}
            }
        }
        if (call.hostFolder().isPresent()) {
            Files.createDirectories(inPlaceOf(call.hostFolder().orElseThrow()));
        }
        for (Json.Obj end : call.ends()) {
            Json.Obj other = inPlaceOf(end);
            names(other).forEach(name -> {
                options(name, other);
                ends.computeIfAbsent(call.key(), _ -> new ArrayList<>()).add(name);
            });
        }
    }

    /** One for each that is to be there. */
    private static List<String> names(Json.Obj target) {
        int count = switch (text(target, "mode")) {
            case "fixed" -> Integer.parseInt(text(target, "value"));
            case "percent", "random-max-percent" -> 2;
            default -> 1;
        };
        return IntStream.range(0, count)
                .mapToObj(i -> target.get("name")
                        .map(Json::text)
                        .orElse(String.join(" ", labels(target)).replaceAll("[^a-z0-9-]", "-") + "-" + i))
                .toList();
    }

    private static List<String> labels(Json.Obj target) {
        return target.get("labels").map(Json.Obj.class::cast).orElse(Json.Obj.EMPTY).members().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue().text())
                .toList();
    }

    private List<String> options(String name, Json.Obj target) {
        return options.computeIfAbsent(name, _ -> {
            var words = new ArrayList<>(List.of("--pids-limit", "300"));
            labels(target).forEach(label -> words.addAll(List.of("--label", label)));
            return words;
        });
    }

    private static void equip(List<String> words, Drill.Call call) {
        call.arguments()
                .get("path")
                .map(Json::text)
                .filter(path -> path.startsWith("/") && !call.fault().startsWith("http/") && !words.contains(path))
                .ifPresent(path -> words.addAll(List.of("--volume", path)));
        if (call.fault().startsWith("memory/")) {
            words.addAll(List.of("--memory", memory(call)));
        }
    }

    /** Enough for what is asked for; of a share little is enough. */
    private static String memory(Drill.Call call) {
        return call.arguments().get("size").isPresent() ? "6g" : "200m";
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
        var argv = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", NETWORK, "sh"));
        argv.addAll(program.command(folder, name));
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
            program.writes().forEach(path -> all.addAll(List.of("--volume", path.toString())));
            program.needs().forEach(path -> all.addAll(List.of("--volume", path + ":" + path + ":ro")));
            all.add(Engine.IMAGE);
            all.addAll(program.command());
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
                                    >= program.ports().size();
                        }
                    });
        }
    }

    /** Of all that stands for something, as processes of this machine. */
    List<String> pids() {
        return List.copyOf(pids);
    }

    /** Addresses of the containers at the other end of a call, where it names them so. */
    List<String> ends(Drill.Call call) {
        return ends.getOrDefault(call.key(), List.of()).stream()
                .map(name -> engine.run(
                        "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", name))
                .toList();
    }

    /** Whether they are still there, as they were. */
    boolean intact() {
        return pids.stream().allMatch(pid -> Files.exists(Path.of("/proc", pid)));
    }

    /** Also what a fault has started anew. */
    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        ProcessHandle.allProcesses().filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
        containers.forEach(name -> engine.run("rm", "--force", "--volumes", name));
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .startsWith(folder + "/");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }
}
