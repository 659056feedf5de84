package dev.shakeout.faults.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * A disposable target: echoes what it gets, a GET of HTTP/1.1 as the content of an answer; hangs up when its client does,
 * ends with its standard input if it has one. Again and again it looks its own address up, so that a JVM that is broken from
 * within is seen to be.
 */
public final class EchoServer {
    private static final byte[] GET = "GET ".getBytes(StandardCharsets.US_ASCII);

    private static final long LOOK_UP_NANOS = 100_000_000;

    private EchoServer() {}

    /** As one more word: to be the DNS server of its own network as well. */
    static final String NAMES = "names";

    /** ADDRESS to listen on, and a PORT, which is printed: 0 takes one that is free; what follows tells it from others. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var listener = new ServerSocket();
        listener.bind(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 1000);
        Thread.startVirtualThread(() -> {
            while (true) {
                try {
                    Socket client = listener.accept();
                    Thread.startVirtualThread(() -> echo(client));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        if (Arrays.asList(arguments).contains(NAMES)) {
            NameServer.start();
        }
        Thread.startVirtualThread(EchoServer::lookUp);
        System.out.println(listener.getLocalPort());
        if (Files.readSymbolicLink(Path.of("/proc/self/fd/0")).equals(Path.of("/dev/null"))) {
            Thread.currentThread().join(); // as a service that was started again has nobody to talk to
        }
        Parent.readyUntilItEnds();
    }

    @SuppressWarnings("AddressSelection") // this very method is what examples of faults in a JVM break
    private static void lookUp() {
        while (true) {
            try {
                InetAddress.getByName("127.0.0.1");
            } catch (IOException | RuntimeException e) {
                // it was broken, which is what it is there for
            }
            LockSupport.parkNanos(LOOK_UP_NANOS);
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new PushbackInputStream(client.getInputStream(), GET.length);
            byte[] first = in.readNBytes(1);
            if (first.length == 1 && first[0] == GET[0]) {
                in.unread(first);
                first = in.readNBytes(GET.length);
            }
            in.unread(first);
            if (Arrays.equals(first, GET)) {
                answer(in, client.getOutputStream());
            } else {
                in.transferTo(client.getOutputStream());
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    /** One request after the other, until one asks to close. */
    private static void answer(InputStream in, OutputStream out) throws IOException {
        while (true) {
            var request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            String length = "HTTP/1.1 200 OK\r\nContent-Length: " + request.length() + "\r\n\r\n";
            out.write((length + request).getBytes(StandardCharsets.ISO_8859_1));
            if (request.indexOf("Connection: close\r\n") > 0) {
                return;
            }
        }
    }
}
