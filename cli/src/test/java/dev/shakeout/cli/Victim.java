package dev.shakeout.cli;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.testbed.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A process to break: one that sleeps, or one that serves HTTP. Nobody misses it.
 *
 * @param port where it listens; 0 if it does not
 */
record Victim(Process process, String name, int port) implements AutoCloseable {
    /** A sleeper whose program has a name that no other process on the host has. */
    static Victim sleeping(Path folder) throws IOException {
        Path program = Files.createTempFile(folder, "nap", "");
        return asleep(Program.copy(Path.of("/bin/sleep"), program));
    }

    /** One more of those that sleep under this name. */
    static Victim sleeping(Victim other, Path folder) throws IOException {
        return asleep(folder.resolve(other.name()));
    }

    private static Victim asleep(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "600").start();
        return new Victim(process, program.getFileName().toString(), 0);
    }

    /** An experiment that stops it and is soon over. */
    String stoppedForAMoment() {
        return """
                title: a moment
                description: over soon
                method:
                  - type: action
                    name: freeze
                    provider: {type: fault, fault: process/pause, target: {kind: process, pid: PID}, duration: 100ms}
                """.replace("PID", Long.toString(pid()));
    }

    static Victim serving() throws IOException {
        Process process = new ProcessBuilder(
                        Shakeout.java(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName())
                .start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new Victim(process, "Victim", Integer.parseInt(output.readLine()));
    }

    /** Serves until its standard input ends. */
    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
        System.in.transferTo(System.out);
        server.stop(0);
    }

    long pid() {
        return process.pid();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    boolean stopped() {
        return state().equals("T");
    }

    boolean untouched() {
        return process.isAlive() && state().equals("S");
    }

    /** One letter, as the kernel gives it; "gone" without a process. */
    private String state() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")).getFirst();
        } catch (IOException _) {
            return "gone";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
