package dev.shakeout.conformance.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/**
 * The server that one run of a case talks to, with ports of its own on the loopback address. It writes its bytes itself,
 * so that it can do what a well-behaved server does not: odd header names, wrong content types, dropped connections. It
 * keeps every request it got.
 */
public final class WebServer implements AutoCloseable {
    private final ServerSocket plain;
    private final Optional<ServerSocket> secure;
    private final Pages pages;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new ArrayList<>();

    private WebServer(ServerSocket plain, Optional<ServerSocket> secure, Pages pages) {
        this.plain = plain;
        this.secure = secure;
        this.pages = pages;
    }

    /**
     * @param files what it serves under /files/ and /private/
     * @param withTls whether it listens for TLS too, with a certificate that nobody has signed
     */
    public static WebServer open(Path files, boolean withTls) {
        try {
            Optional<ServerSocket> secure =
                    withTls ? Optional.of(listener(Certificate.context().getServerSocketFactory())) : Optional.empty();
            var server = new WebServer(listener(ServerSocketFactory.getDefault()), secure, new Pages(files));
            server.threads.execute(() -> server.accept(server.plain));
            secure.ifPresent(socket -> server.threads.execute(() -> server.accept(socket)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listener(ServerSocketFactory factory) throws IOException {
        return factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    public int port() {
        return plain.getLocalPort();
    }

    /** 0 without TLS. */
    public int tlsPort() {
        return secure.map(ServerSocket::getLocalPort).orElse(0);
    }

    /** In the order in which they came. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // closed, or a client that went away while it was being accepted; neither is for us to judge
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<Request> request = Request.read(client.getInputStream());
            if (request.isEmpty()) {
                return;
            }
            synchronized (requests) {
                requests.add(request.get());
            }
            Optional<Answer> answer = pages.answer(request.get());
            if (answer.isPresent()) {
                client.getOutputStream().write(answer.get().wire());
            }
        } catch (IOException e) {
            // The client hung up, or did not trust the certificate: its own record says so.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            plain.close();
            if (secure.isPresent()) {
                secure.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
