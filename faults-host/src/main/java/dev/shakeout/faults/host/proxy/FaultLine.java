package dev.shakeout.faults.host.proxy;

import dev.shakeout.faults.host.proxy.ConnectionFault.Bandwidth;
import dev.shakeout.faults.host.proxy.ConnectionFault.Delay;
import dev.shakeout.faults.host.proxy.ConnectionFault.Drop;
import dev.shakeout.faults.host.proxy.ConnectionFault.LimitData;
import dev.shakeout.faults.host.proxy.ConnectionFault.Refuse;
import dev.shakeout.faults.host.proxy.ConnectionFault.ResetAfter;
import dev.shakeout.faults.host.proxy.ConnectionFault.ResetAt;
import dev.shakeout.faults.host.proxy.ConnectionFault.Slicer;
import dev.shakeout.faults.host.proxy.ConnectionFault.SlowClose;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fault as a line of text, such as {@code delay 400ms 50ms percent=30% direction=answers}.
 *
 * @param percent share of the connections that it is meant for; of the requests, for what is done to single ones
 */
record FaultLine(ConnectionFault fault, Percent percent, Direction direction) {
    private static final Percent ALL = new Percent(100);

    private static final String KNOWN = "known are: delay LATENCY [JITTER], refuse, drop, reset [TIME or SIZE],"
            + " slow-close TIME, limit-data SIZE, slicer SIZE PAUSE, bandwidth SIZE (a second), http …";

    /** @throws IllegalArgumentException when the line is no fault, or a part of it has another form */
    static FaultLine parse(String line) {
        var words = new ArrayList<String>();
        Percent percent = ALL;
        Direction direction = Direction.BOTH;
        boolean directed = false;
        for (String word : line.strip().split("\\s+", -1)) {
            if (word.startsWith("percent=")) {
                percent = Percent.parse(word.substring("percent=".length()));
            } else if (word.startsWith("direction=")) {
                direction = Direction.parse(word.substring("direction=".length()));
                directed = true;
            } else {
                words.add(word);
            }
        }
        ConnectionFault fault = fault(line, words);
        if (fault instanceof ConnectionFault.Http && directed && direction == Direction.BOTH) {
            throw new IllegalArgumentException("'" + line + "' must be for requests or answers");
        }
        Direction hit = directed ? direction : usual(fault);
        if (fault instanceof ConnectionFault.Http http && !http.match().answer().areAll() && hit != Direction.ANSWERS) {
            throw new IllegalArgumentException("'" + line + "' asks for an answer, so it must have direction=answers");
        }
        return new FaultLine(fault, percent, hit);
    }

    /** Where the certificate lies that encrypted connections are opened with, if they are. */
    Optional<TlsFiles> tls() {
        return fault instanceof ConnectionFault.Http http ? http.tls() : Optional.empty();
    }

    /** A request and its answer together take longer by a delay once, not twice. */
    private static Direction usual(ConnectionFault fault) {
        return fault instanceof Delay || fault instanceof ConnectionFault.Http ? Direction.REQUESTS : Direction.BOTH;
    }

    private static ConnectionFault fault(String line, List<String> words) {
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "delay" ->
                new Delay(
                        Span.parse(word(words, 1, "a latency, such as: delay 400ms 50ms")),
                        words.size() > 2 ? Span.parse(words.get(2)) : Duration.ZERO);
            case "refuse" -> new Refuse();
            case "drop" -> new Drop();
            case "reset" -> reset(words);
            case "slow-close" -> new SlowClose(Span.parse(word(words, 1, "a time, such as: slow-close 2s")));
            case "limit-data" -> new LimitData(Bytes.parse(word(words, 1, "a size, such as: limit-data 10KiB")));
            case "slicer" ->
                new Slicer(
                        atLeastOne(line, Bytes.parse(word(words, 1, "a size and a pause, such as: slicer 64B 10ms"))),
                        Span.parse(word(words, 2, "a pause, such as: slicer 64B 10ms")));
            case "http" -> HttpLine.parse(words);
            case "bandwidth" ->
                new Bandwidth(
                        atLeastOne(line, Bytes.parse(word(words, 1, "bytes a second, such as: bandwidth 10KiB"))));
            default -> throw new IllegalArgumentException("'" + line + "' is no fault; " + KNOWN);
        };
    }

    private static ConnectionFault reset(List<String> words) {
        if (words.size() < 2) {
            return new ResetAfter(Duration.ZERO);
        }
        return words.get(1).endsWith("B")
                ? new ResetAt(Bytes.parse(words.get(1)))
                : new ResetAfter(Span.parse(words.get(1)));
    }

    private static String word(List<String> words, int index, String wanted) {
        if (words.size() <= index) {
            throw new IllegalArgumentException("'" + words.getFirst() + "' needs " + wanted);
        }
        return words.get(index);
    }

    private static Bytes atLeastOne(String line, Bytes bytes) {
        if (bytes.value() < 1) {
            throw new IllegalArgumentException("'" + line + "' must be of 1B at least");
        }
        return bytes;
    }
}
