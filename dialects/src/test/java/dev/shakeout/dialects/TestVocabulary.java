package dev.shakeout.dialects;

import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Rate;
import dev.shakeout.model.Surroundings;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small installation: three faults, five probes, three kinds of target. */
public final class TestVocabulary {
    private static final Type<Duration> SPAN = Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1));

    public static final Parameter<Duration> LATENCY = Parameter.required("latency", SPAN, "How much later.");
    public static final Parameter<Duration> JITTER =
            Parameter.withDefault("jitter", Type.duration(Duration.ZERO, Duration.ofMinutes(1)), Duration.ZERO, "±");
    public static final Parameter<Percent> SHARE =
            Parameter.withDefault("share", Type.percent(1, 100), new Percent(100), "Of all cores.");
    public static final Parameter<Bytes> SIZE =
            Parameter.optional("size", Type.bytes(Bytes.mebibytes(1), Bytes.mebibytes(1024)), "How much to hold.");
    public static final Parameter<String> SIGNAL =
            Parameter.withDefault("signal", Type.choice("KILL", "TERM", "STOP"), "KILL", "Which signal.");
    public static final Parameter<String> NAME = Parameter.optional("name", Type.text(), "The command's name.");
    public static final Parameter<Integer> PID = Parameter.optional("pid", Type.integer(1, 4_000_000), "Its number.");
    public static final Parameter<String> LINK = Parameter.required("to", Type.text(), "The service behind it.");
    public static final Parameter<String> URL = Parameter.required("url", Type.text(), "What to ask.");
    public static final Parameter<String> METHOD =
            Parameter.withDefault("method", Type.choice("GET", "POST"), "GET", "How to ask.");
    public static final Parameter<Map<String, String>> HEADERS =
            Parameter.optional("headers", Type.textMap(), "Sent along.");
    public static final Parameter<Duration> TIMEOUT = Parameter.optional("timeout", SPAN, "How long to wait.");
    public static final Parameter<Rate> RATE = Parameter.required("rate", Type.rate(0.1, 10_000), "How often.");
    public static final Parameter<String> PATH = Parameter.required("path", Type.text(), "The program.");
    public static final Parameter<java.util.List<String>> ARGUMENTS =
            Parameter.optional("arguments", Type.texts(), "Its arguments.");
    public static final Parameter<String> HOST = Parameter.required("host", Type.text(), "Where.");
    public static final Parameter<String> MODULE = Parameter.required("module", Type.text(), "Where it is.");
    public static final Parameter<String> FUNC = Parameter.required("func", Type.text(), "Its name.");
    public static final Parameter<Json.Obj> NAMED_ARGUMENTS =
            Parameter.optional("arguments", Type.object(), "Its arguments.");
    public static final Parameter<java.util.List<String>> GROUPS =
            Parameter.optional("secrets", Type.texts(), "Groups of secrets.");
    public static final Parameter<Integer> PORT = Parameter.required("port", Type.integer(1, 65535), "Which port.");

    public static final Vocabulary ALL = new Vocabulary(
            named(
                    Descriptor.of("network/delay", "Delays traffic.", LATENCY, JITTER),
                    Descriptor.of("cpu/load", "Uses the processor.", SHARE, SIZE)
                            .hits(Set.of("host", "process")),
                    Descriptor.of("process/kill", "Ends a process.", SIGNAL)),
            named(
                    Descriptor.of("http", "Asks once.", URL, METHOD, HEADERS, TIMEOUT)
                            .reads(
                                    new Output("status", Output.Kind.WHOLE, "the status"),
                                    new Output("body", Output.Kind.ANY, "the body")),
                    Descriptor.of("process", "Runs a program.", PATH, ARGUMENTS),
                    Descriptor.of("python", "Calls a function.", MODULE, FUNC, NAMED_ARGUMENTS, GROUPS)
                            .given(Surroundings.CONFIGURATION, Surroundings.SECRETS, Surroundings.BACKGROUND),
                    Descriptor.of("tcp", "Connects.", HOST, PORT),
                    Descriptor.of("load", "Asks again and again.", URL, RATE, TIMEOUT)
                            .reads(
                                    new Output("p95", Output.Kind.NUMBER, "milliseconds"),
                                    new Output("errorRate", Output.Kind.NUMBER, "percent"))),
            named(
                    Descriptor.of("host", "This host."),
                    Descriptor.of("process", "A process.", NAME, PID),
                    Descriptor.of("link", "A link.", LINK)));

    private TestVocabulary() {}

    private static Map<String, Descriptor> named(Descriptor... descriptors) {
        return Stream.of(descriptors).collect(Collectors.toMap(Descriptor::name, descriptor -> descriptor));
    }
}
