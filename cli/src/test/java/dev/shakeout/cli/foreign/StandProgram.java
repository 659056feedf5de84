package dev.shakeout.cli.foreign;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What runs in whatever stands for something: a small server in Python, or a JVM where a fault is to get into one.
 *
 * @param jvm whether it is one
 * @param ports on which it serves
 * @param methods which it calls, CLASS#METHOD
 */
record StandProgram(boolean jvm, Set<Integer> ports, Set<String> methods) {
    private static final Set<Integer> USUAL_PORTS = Set.of(80, 8080);
    private static final Path SERVER = Path.of(
                    System.getProperty("shakeout.home", ".."), "cli/src/test/resources/stand.py")
            .toAbsolutePath()
            .normalize();
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    /** For all that stands for the targets of these. */
    static StandProgram of(Collection<Drill.Call> calls) {
        var ports = new TreeSet<>(USUAL_PORTS);
        var methods = new TreeSet<String>();
        boolean jvm = false;
        for (Drill.Call call : calls) {
            call.arguments().get("port").ifPresent(port -> ports.add(Integer.parseInt(port.text())));
            jvm |= call.fault().startsWith("jvm/");
            call.arguments()
                    .get("class")
                    .ifPresent(type -> methods.add(type.text() + "#"
                            + call.arguments().get("method").map(Json::text).orElseThrow()));
        }
        return new StandProgram(jvm, ports, methods);
    }

    /** Folders and files that a container needs for it, besides those of the system. */
    List<Path> needs() {
        return jvm ? List.of(JAVA_HOME, classes()) : List.of(SERVER);
    }

    /** Folders of its own that a container must have for it: a JVM is spoken to in /tmp. */
    List<Path> writes() {
        return jvm ? List.of(Path.of("/tmp")) : List.of();
    }

    /** The same on other ports, so far away. */
    StandProgram movedBy(int distance) {
        return new StandProgram(
                jvm, new TreeSet<>(ports.stream().map(port -> port + distance).toList()), methods);
    }

    List<String> command() {
        return command(jvm ? JAVA_HOME.resolve("bin/java") : PYTHON);
    }

    /** Under a name of its own, from that folder. */
    List<String> command(Path folder, String name) throws IOException {
        Path program = folder.resolve(name);
        if (jvm) { // which finds its libraries by where it really is
            Files.createSymbolicLink(program, JAVA_HOME.resolve("bin/java"));
        } else {
            Files.copy(PYTHON.toRealPath(), program);
        }
        return command(program);
    }

    private List<String> command(Path program) {
        var command = new ArrayList<>(List.of(program.toString()));
        if (jvm) {
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx48m"));
            command.addAll(
                    List.of("-Djava.net.preferIPv4Stack=true", "-cp", classes().toString(), JvmStand.class.getName()));
        } else {
            command.add(SERVER.toString());
        }
        ports.forEach(port -> command.add(Integer.toString(port)));
        command.addAll(methods);
        return command;
    }

    private static Path classes() {
        try {
            return Path.of(JvmStand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
