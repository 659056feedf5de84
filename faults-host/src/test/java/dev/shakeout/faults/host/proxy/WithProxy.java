package dev.shakeout.faults.host.proxy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A proxy in this process before a service that echoes, and the folder by which its faults come and go. */
abstract class WithProxy {
    static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    @TempDir
    Path folder;

    ServerSocket upstream;
    Control control;
    private InetSocketAddress front;

    @BeforeEach
    void start() throws IOException {
        upstream = new ServerSocket(0, 100, LOCAL);
        Thread.startVirtualThread(this::echo);
        control = new Control(List.of());
        control.follow(folder);
        front = link(control);
    }

    private InetSocketAddress link(Control faults) throws IOException {
        InetSocketAddress address;
        try (var free = new ServerSocket(0, 1, LOCAL)) {
            address = new InetSocketAddress(LOCAL, free.getLocalPort());
        }
        new Link(
                        address,
                        (InetSocketAddress) upstream.getLocalSocketAddress(),
                        Optional.empty(),
                        faults,
                        Loops.start(2, faults))
                .start();
        return address;
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private void echo() {
        while (!upstream.isClosed()) {
            try {
                Socket client = upstream.accept();
                Thread.startVirtualThread(() -> echo(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // the client has gone
        }
    }

    Socket connect() throws IOException {
        var socket = new Socket(front.getAddress(), front.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    void put(String name, String line) throws IOException {
        Path draft = folder.resolve("." + name);
        Files.writeString(draft, line + "\n");
        Files.move(draft, folder.resolve(ControlFolder.file(name)), StandardCopyOption.ATOMIC_MOVE);
    }

    void remove(String name) throws IOException {
        Files.delete(folder.resolve(ControlFolder.file(name)));
    }

    void awaitFaults(String... wanted) {
        var lines = Arrays.stream(wanted).map(FaultLine::parse).toList();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> control.now().lines().size() == lines.size()
                        && control.now().lines().containsAll(lines));
    }
}
