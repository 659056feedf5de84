package dev.shakeout.probes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Rate;
import dev.shakeout.model.Type;
import dev.shakeout.probes.load.Aim;
import dev.shakeout.probes.load.LoadReader;
import dev.shakeout.probes.wire.Origin;
import dev.shakeout.probes.wire.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** Asks a web server at a constant rate, as its users do, and measures how long they would have waited. */
public final class LoadProbe implements ProbeKind {
    static final Parameter<URI> URL = Parameter.required("url", new WebAddress(), "The address to ask.");
    static final Parameter<Rate> RATE = Parameter.required(
            "rate", Type.rate(0.1, 5000), "How many requests are due per second, whatever the answers.");
    static final Parameter<String> METHOD =
            Parameter.withDefault("method", new HttpMethod(), "GET", "The HTTP method.");
    static final Parameter<Map<String, String>> HEADERS =
            Parameter.withDefault("headers", Type.textMap(), Map.of(), "Headers of each request.");
    static final Parameter<String> BODY = Parameter.withDefault("body", Type.text(), "", "The body of each request.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofSeconds(2),
            "A request without its whole answer this long after it was due is an error, and counts as slow as this.");
    static final Parameter<Integer> ERRORS_FROM = Parameter.withDefault(
            "errors-from", Type.integer(100, 600), 500, "The least status that counts as an error; 600 for none.");
    static final Parameter<Boolean> VERIFY_TLS =
            Parameter.withDefault("verify_tls", Type.bool(), true, "Whether the server's certificate is checked.");
    static final Parameter<Integer> CONNECTIONS = Parameter.withDefault(
            "connections",
            Type.integer(0, 10_000),
            100,
            "Connections kept for the next request; 0 makes one for each.");
    static final Parameter<Integer> MAX_IN_FLIGHT = Parameter.withDefault(
            "max-in-flight",
            Type.integer(1, 20_000),
            2000,
            "Requests beyond this many at once are not sent and are errors; never more than half the files this process may open.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "load",
                        "Sends requests at a constant rate and measures latency, errors and throughput without coordinated omission.",
                        URL,
                        RATE,
                        METHOD,
                        HEADERS,
                        BODY,
                        TIMEOUT,
                        ERRORS_FROM,
                        VERIFY_TLS,
                        CONNECTIONS,
                        MAX_IN_FLIGHT)
                .reads(
                        new Output("samples", Output.Kind.WHOLE, "requests with an outcome in the last second"),
                        new Output("errors", Output.Kind.WHOLE, "how many of them were errors"),
                        new Output("errorRate", Output.Kind.NUMBER, "their share in percent"),
                        new Output("throughput", Output.Kind.NUMBER, "outcomes per second"),
                        new Output("p50", Output.Kind.NUMBER, "median latency in milliseconds"),
                        new Output("p95", Output.Kind.NUMBER, "95th percentile in milliseconds"),
                        new Output("p99", Output.Kind.NUMBER, "99th percentile in milliseconds"),
                        new Output("max", Output.Kind.NUMBER, "slowest in milliseconds"));
    }

    @Override
    public ProbeReader.Continuous open(String name, Arguments arguments, Machine machine) {
        URI url = arguments.get(URL);
        byte[] body = arguments.get(BODY).getBytes(StandardCharsets.UTF_8);
        var aim = new Aim(
                Origin.of(url, arguments.get(VERIFY_TLS)),
                Request.of(arguments.get(METHOD), url, arguments.get(HEADERS), body),
                arguments.get(RATE).perSecond(),
                arguments.get(TIMEOUT),
                arguments.get(ERRORS_FROM),
                arguments.get(CONNECTIONS),
                Math.min(arguments.get(MAX_IN_FLIGHT), halfOfOpenFiles(machine)));
        return new LoadReader(aim, machine.clock());
    }

    /** Connections are files: against a dead server they must not keep this process from writing its ledger. */
    private static int halfOfOpenFiles(Machine machine) {
        try (var limits = Files.lines(machine.proc("self/limits"))) {
            return limits.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split(" +", -1)[3])
                    .filter(limit -> limit.matches("\\d{1,9}"))
                    .mapToInt(limit -> Math.max(1, Integer.parseInt(limit) / 2))
                    .findFirst()
                    .orElse(Integer.MAX_VALUE);
        } catch (IOException _) {
            return Integer.MAX_VALUE;
        }
    }
}
