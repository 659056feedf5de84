package dev.shakeout.fks;

import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of {@code fks}, which has said where it is. */
final class RunningFks implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Process process;
    private final Fields announced;
    private final Caller caller = new Caller();

    private RunningFks(Process process, Fields announced) {
        this.process = process;
        this.announced = announced;
    }

    static RunningFks start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.shakeout.fks.Fks"));
        command.addAll(Arrays.asList(words));
        command.add("--until-stdin-closes");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null) {
            throw new IOException(command + " ended without a word");
        }
        return new RunningFks(process, Json.read(line));
    }

    String url(String service) {
        return announced.text(service, "");
    }

    Answer get(String service, String path) throws IOException {
        return caller.get(url(service) + path, TIMEOUT);
    }

    Fields read(String service, String path) {
        try {
            return Json.read(get(service, path).body());
        } catch (IOException e) {
            return Json.read("");
        }
    }

    Answer post(String service, String path, String json) throws IOException {
        return caller.post(url(service) + path, json, TIMEOUT);
    }

    /** Processes of a service, as the supervisor lists them. */
    List<Long> pids(String service) {
        return read("supervisor", "/services/" + service).objects("replicas").stream()
                .map(replica -> replica.whole("pid", 0))
                .filter(pid -> pid > 0)
                .toList();
    }

    void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    boolean healthy() {
        return read("supervisor", "/health").truth("healthy", false);
    }

    Process process() {
        return process;
    }

    /** All processes below this one that live now. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
