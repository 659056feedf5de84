package dev.shakeout.faults.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

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
    private static final int LONGEST_ANSWER = 16 << 10;

    /** What the client says. */
    enum Kind {
        /** Nothing, and that nothing will follow. */
        EMPTY,
        /** Nothing at all. */
        IDLE,
        /** A request that a web server answers, an echo returns, and anything else refuses in its own way. */
        ASK,
        /** A request of HTTP/1.1, after whose answer the service is to end the connection. */
        HTTP
    }

    /** HOST PORT KIND COUNT LIMIT-MILLIS REQUEST, the last one in Base64; prints a line for each. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        var client = new Client(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                Kind.valueOf(arguments[2]),
                Integer.parseInt(arguments[4]),
                text(arguments[5]));
        client.call(); // the first one of a JVM also loads its classes, on either side
        var all = new ArrayList<Client>();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            all.add(client);
        }
        try (var clients = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var each : clients.invokeAll(all)) {
                System.out.println(each.get().line());
            }
        }
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
        return answer.matches("(?s)HTTP/1\\.\\d \\d{3}.*") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /** What follows the head of the answer, in UTF-8. */
    String content() {
        int end = answer.indexOf("\r\n\r\n");
        return end < 0
                ? ""
                : new String(answer.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private record Client(InetSocketAddress address, Kind kind, int limitMillis, String request)
            implements Callable<Conversation> {
        @Override
        public Conversation call() {
            long begin = System.nanoTime();
            var heard = new Heard();
            Exchange.Outcome outcome = outcome(heard);
            return new Conversation(
                    outcome,
                    (System.nanoTime() - begin) / 1e6,
                    heard.bytes,
                    heard.pieces,
                    heard.first.toString(StandardCharsets.ISO_8859_1));
        }

        private Exchange.Outcome outcome(Heard heard) {
            try (var socket = new Socket()) {
                try {
                    socket.connect(address, limitMillis);
                } catch (ConnectException e) {
                    boolean refused = String.valueOf(e.getMessage()).contains("refused");
                    return refused ? Exchange.Outcome.REFUSED : Exchange.Outcome.UNREACHABLE;
                } catch (IOException _) {
                    return Exchange.Outcome.UNREACHABLE;
                }
                socket.setSoTimeout(limitMillis);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                if (kind == Kind.EMPTY || kind == Kind.ASK) {
                    socket.shutdownOutput();
                }
                heard.all(socket);
                return Exchange.Outcome.ANSWERED;
            } catch (SocketTimeoutException _) {
                return Exchange.Outcome.SILENT;
            } catch (IOException _) {
                return Exchange.Outcome.RESET;
            }
        }
    }

    private static final class Heard {
        private final ByteArrayOutputStream first = new ByteArrayOutputStream();
        private long bytes;
        private int pieces;

        void all(Socket socket) throws IOException {
            var in = socket.getInputStream();
            var buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                bytes += n;
                pieces++;
                first.write(buffer, 0, Math.min(n, LONGEST_ANSWER - first.size()));
            }
        }
    }
}
