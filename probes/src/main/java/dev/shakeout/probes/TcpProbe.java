package dev.shakeout.probes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/** Tells whether a port takes connections. A refused one is an answer, not a failure of the probe. */
public final class TcpProbe implements ProbeKind {
    static final Parameter<String> HOST = Parameter.required("host", Type.text(), "Name or address to connect to.");
    static final Parameter<Integer> PORT = Parameter.required("port", Type.integer(1, 65535), "TCP port.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofSeconds(2),
            "How long a connection may take.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("tcp", "Tells whether a TCP port takes connections.", HOST, PORT, TIMEOUT)
                .reads(
                        new Output("connected", Output.Kind.FLAG, "whether a connection was made"),
                        new Output("millis", Output.Kind.NUMBER, "how long that took, in milliseconds"),
                        new Output("error", Output.Kind.TEXT, "why none was made"));
    }

    /** Its reading: connected, millis it took, and the error where it did not connect. */
    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        String host = arguments.get(HOST);
        int port = arguments.get(PORT);
        Duration timeout = arguments.get(TIMEOUT);
        return () -> {
            long start = System.nanoTime();
            try {
                Deadline.within(timeout, () -> connect(host, port));
                return Json.object("connected", true, "millis", millisSince(start));
            } catch (IOException e) {
                String error = error(e, host, timeout);
                return Json.object("connected", false, "millis", millisSince(start), "error", error);
            }
        };
    }

    private static boolean connect(String host, int port) throws IOException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        try (var socket = new Socket()) {
            socket.connect(address);
            return true;
        }
    }

    private static double millisSince(long start) {
        return Math.round((System.nanoTime() - start) / 1000.0) / 1000.0;
    }

    private static String error(IOException e, String host, Duration timeout) {
        return switch (e) {
            case SocketTimeoutException _ -> "no connection within " + Span.words(timeout);
            case UnknownHostException _ -> "the name " + host + " has no address";
            default -> String.valueOf(e.getMessage());
        };
    }
}
