package dev.shakeout.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The OpenTelemetry Collector that {@code testbed/program.sh collector} builds: it takes OTLP by HTTP. */
public final class Collector implements AutoCloseable {
    private static final Pattern VERSION =
            Pattern.compile("(?m)^\\s*go\\.opentelemetry\\.io/collector/otelcol (v\\S+)");
    private static final int PORT = 4318;
    private static final String CONFIGURATION = """
            receivers: {otlp: {protocols: {http: {endpoint: "ADDRESS"}}}}
            exporters: {file: {path: "FILE", flush_interval: 100ms}}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [otlp], exporters: [file]}
                metrics: {receivers: [otlp], exporters: [file]}
            """;

    private final String address;
    private final Path took;
    private final Daemon daemon;

    private Collector(String address, Path took, Daemon daemon) {
        this.address = address;
        this.took = took;
        this.daemon = daemon;
    }

    /**
     * Returns when it can be spoken to. Skips the test where it was not built.
     *
     * @param folder that it may write into
     */
    public static Collector start(Path folder, Machine machine) throws IOException {
        Path program = KubernetesPrograms.cache(machine)
                .resolve("collector-" + KubernetesPrograms.version("collector/go.mod", VERSION));
        assumeTrue(Files.isExecutable(program), () -> "needs " + program + ", which ./verify --collector builds");
        String address = LoopbackAddress.free(PORT);
        Path took = folder.resolve("took.json");
        Path file = Files.writeString(
                folder.resolve("collector.yaml"),
                CONFIGURATION.replace("ADDRESS", address + ":" + PORT).replace("FILE", took.toString()));
        var collector = new Collector(
                address,
                took,
                Daemon.start(program, List.of("--config", file.toString()), folder.resolve("collector.txt")));
        collector.daemon.awaitReady(Duration.ofMinutes(1), collector::listens);
        return collector;
    }

    private boolean listens() {
        try (var _ = new Socket(address, PORT)) {
            return true;
        } catch (IOException _) {
            return false; // it is on its way
        }
    }

    public String url() {
        return "http://" + address + ":" + PORT;
    }

    /** All that it took so far, in the words of OTLP; a line that is not yet written to its end comes with the next call. */
    public List<Json> took() throws IOException {
        String text = Files.readString(took);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonReader::read)
                .toList();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
