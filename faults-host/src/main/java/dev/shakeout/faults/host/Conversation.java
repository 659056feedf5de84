package dev.shakeout.faults.host;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 */
public record Conversation(Exchange.Outcome outcome, double millis, long bytes, int pieces) {
    private static final int AT_ONCE = 20;

    /** What the client says. */
    enum Kind {
        /** Nothing, and that nothing will follow. */
        EMPTY,
        /** Nothing at all. */
        IDLE,
        /** A request that a web server answers, an echo returns, and anything else refuses in its own way. */
        ASK
    }

    /** HOST PORT KIND COUNT LIMIT-MILLIS; prints a line for each. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        var address = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        var kind = Kind.valueOf(arguments[2]);
        int limit = Integer.parseInt(arguments[4]);
        with(address, kind, limit); // the first one of a JVM also loads its classes, on either side
        var all = new ArrayList<Callable<Conversation>>();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            all.add(() -> with(address, kind, limit));
        }
        try (var clients = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var each : clients.invokeAll(all)) {
                System.out.println(each.get().line());
            }
        }
    }

    private String line() {
        return outcome + " " + millis + " " + bytes + " " + pieces;
    }

    static List<Conversation> parse(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", -1))
                .map(word -> new Conversation(
                        Exchange.Outcome.valueOf(word[0]),
                        Double.parseDouble(word[1]),
                        Long.parseLong(word[2]),
                        Integer.parseInt(word[3])))
                .toList();
    }

    private static Conversation with(InetSocketAddress address, Kind kind, int limitMillis) {
        long begin = System.nanoTime();
        try (var socket = new Socket()) {
            try {
                socket.connect(address, limitMillis);
            } catch (ConnectException e) {
                boolean refused = String.valueOf(e.getMessage()).contains("refused");
                return ended(refused ? Exchange.Outcome.REFUSED : Exchange.Outcome.UNREACHABLE, begin, 0, 0);
            } catch (IOException _) {
                return ended(Exchange.Outcome.UNREACHABLE, begin, 0, 0);
            }
            return talk(socket, kind, begin, limitMillis);
        } catch (IOException _) {
            return ended(Exchange.Outcome.RESET, begin, 0, 0);
        }
    }

    private static Conversation talk(Socket socket, Kind kind, long begin, int limitMillis) throws IOException {
        socket.setSoTimeout(limitMillis);
        long bytes = 0;
        int pieces = 0;
        try {
            if (kind == Kind.ASK) {
                socket.getOutputStream().write(request(socket.getInetAddress().getHostAddress()));
            }
            if (kind != Kind.IDLE) {
                socket.shutdownOutput();
            }
            var buffer = new byte[64 << 10];
            for (int n = socket.getInputStream().read(buffer);
                    n > 0;
                    n = socket.getInputStream().read(buffer)) {
                bytes += n;
                pieces++;
            }
            return ended(Exchange.Outcome.ANSWERED, begin, bytes, pieces);
        } catch (SocketTimeoutException _) {
            return ended(Exchange.Outcome.SILENT, begin, bytes, pieces);
        } catch (IOException _) {
            return ended(Exchange.Outcome.RESET, begin, bytes, pieces);
        }
    }

    private static Conversation ended(Exchange.Outcome outcome, long begin, long bytes, int pieces) {
        return new Conversation(outcome, (System.nanoTime() - begin) / 1e6, bytes, pieces);
    }

    /** Its length matters to effects that count bytes. */
    static byte[] request(String host) {
        return ("GET / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: shakeout\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
