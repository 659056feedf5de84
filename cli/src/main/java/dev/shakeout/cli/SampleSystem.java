package dev.shakeout.cli;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The sample system of examples/fks, running, with a declared proxy on the link from its gateway to fks_execution, so
 * that the link can be slowed without root. Both end with this process, however it ends.
 *
 * @param addresses base URL by service, as the system prints them
 */
record SampleSystem(Process system, Process proxy, Path control, Path data, Map<String, Json> addresses)
        implements AutoCloseable {
    static final List<String> WEAKNESSES = List.of("circuit-breaker", "replicas", "durability", "queue");
    private static final String LINK = "fks_execution";

    static SampleSystem start(Path home, Machine machine, List<String> weaknesses) throws IOException {
        int real = freePort();
        int link = freePort();
        Path control = machine.folders().links().resolve(LINK);
        Path data = Files.createTempDirectory("fks-");
        Process proxy = start(machine, proxyCommand(machine, control, link, real));
        var command = new ArrayList<>(List.of(
                home.resolve("examples/fks/fks").toString(),
                "up",
                "--dir",
                data.toString(),
                "--until-stdin-closes",
                "--via",
                LINK + "=127.0.0.1:" + link,
                "--port-of",
                LINK + "=" + real));
        weaknesses.forEach(weakness -> command.addAll(List.of("--weak", weakness)));
        Process system = start(machine, command);
        try {
            String said = firstLine(proxy);
            if (!said.equals("ready")) {
                throw new IOException("the proxy on the link to " + LINK + " did not start: " + said);
            }
            String line = firstLine(system);
            if (!line.startsWith("{")) {
                throw new IOException("the sample system did not start: " + line);
            }
            var addresses = ((Json.Obj) JsonReader.read("fks", line)).members();
            return new SampleSystem(system, proxy, control, data, addresses);
        } catch (IOException | RuntimeException e) {
            new SampleSystem(system, proxy, control, data, Map.of()).close();
            throw e;
        }
    }

    private static List<String> proxyCommand(Machine machine, Path control, int link, int real) {
        var command = new ArrayList<>(machine.java());
        command.addAll(List.of(
                "dev.shakeout.faults.host.proxy.Proxy",
                "--listen",
                "127.0.0.1:" + link,
                "--upstream",
                "127.0.0.1:" + real,
                "--control",
                control.toString()));
        return command;
    }

    /** In a session of its own, so that Ctrl-C reaches the drill alone, which takes its fault back before this ends. */
    private static Process start(Machine machine, List<String> command) throws IOException {
        var own = new ArrayList<String>();
        machine.tool("setsid").ifPresent(setsid -> own.add(setsid.toString()));
        own.addAll(command);
        return new ProcessBuilder(own)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        return line == null ? "it ended at once" : line;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        end(system);
        end(proxy);
        delete(control);
        delete(data);
    }

    /** Asks by closing its standard input; a process that does not listen is ended. */
    private static void end(Process process) throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
