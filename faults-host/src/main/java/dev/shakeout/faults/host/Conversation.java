package dev.shakeout.faults.host;

import dev.shakeout.faults.host.proxy.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection to a service as a client sees it.
 *
 * @param millis until its end
 * @param bytes that came back
 * @param pieces in which they came
 * @param answer the first 16 KiB of them, a character for each
 */
public record Conversation(Exchange.Outcome outcome, double millis, long bytes, int pieces, String answer) {
    private static final int AT_ONCE = 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/(?:1\\.\\d|2) (\\d{3})");

    /** What the client says. */
    enum Kind {
        /** Nothing, and that nothing will follow. */
        EMPTY,
        /** Nothing at all. */
        IDLE,
        /** A request that a web server answers, an echo returns, and anything else refuses in its own way. */
        ASK,
        /** A request of HTTP, in the version that the service speaks, after whose answer the connection ends. */
        HTTP
    }

    /**
     * HOST PORT KIND COUNT LIMIT-MILLIS REQUEST [CERTIFICATE KEY [CA]], the request in Base64, the others for a service that
     * is spoken to in TLS; prints a line for each.
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        var client = new ConversationClient(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                Kind.valueOf(arguments[2]),
                Integer.parseInt(arguments[4]),
                text(arguments[5]),
                arguments.length < 8
                        ? Optional.empty()
                        : Optional.of(files(arguments).load()),
                false);
        Optional<String> stranger = client.stranger();
        if (stranger.isPresent()) {
            System.err.println(stranger.get());
            System.exit(1);
        }
        client = client.settled(); // the first one of a JVM also loads its classes, on either side
        var all = new ArrayList<ConversationClient>();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            all.add(client);
        }
        try (var clients = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var each : clients.invokeAll(all)) {
                System.out.println(each.get().line());
            }
        }
    }

    private static TlsFiles files(String[] arguments) {
        Optional<Path> ca = arguments.length > 8 ? Optional.of(Path.of(arguments[8])) : Optional.empty();
        return new TlsFiles(Path.of(arguments[6]), Path.of(arguments[7]), ca);
    }

    private String line() {
        String encoded = Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.ISO_8859_1));
        return outcome + " " + millis + " " + bytes + " " + pieces + " " + encoded;
    }

    private static String text(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
    }

    static List<Conversation> parse(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", -1))
                .map(word -> new Conversation(
                        Exchange.Outcome.valueOf(word[0]),
                        Double.parseDouble(word[1]),
                        Long.parseLong(word[2]),
                        Integer.parseInt(word[3]),
                        text(word[4])))
                .toList();
    }

    /** What {@link Kind#ASK} says. Its length matters to effects that count bytes. */
    static String request(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: shakeout\r\nConnection: close\r\n\r\n";
    }

    /** Of the answer, if it is HTTP; else 0. */
    int status() {
        Matcher first = STATUS.matcher(answer);
        return first.lookingAt() ? Integer.parseInt(first.group(1)) : 0;
    }

    /** Whether the answer has that header, with that value. */
    boolean says(String name, String value) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .anyMatch(line -> line.equalsIgnoreCase(name + ": " + value) && line.endsWith(value));
    }

    /** What follows the head of the answer, in UTF-8. */
    String content() {
        int end = answer.indexOf("\r\n\r\n");
        return end < 0
                ? ""
                : new String(answer.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
