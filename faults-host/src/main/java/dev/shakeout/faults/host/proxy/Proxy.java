package dev.shakeout.faults.host.proxy;

import dev.shakeout.faults.host.Options;
import dev.shakeout.faults.host.Parent;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A TCP proxy whose connections can be made to fail. Without a fault it adds some tens of microseconds and nothing else.
 *
 * <pre>
 *   --listen HOST:PORT --upstream HOST:PORT   may be given more than once, as pairs
 *   --control FOLDER                          faults come and go as files in it; see {@link ControlFolder}
 *   --fault "delay 400ms 50ms"                a fault from the start to the end
 *   --source ADDRESS                          where connections to the upstream come from; one for IPv4 and one for IPv6
 *   --stay                                    lives until it is ended; else it ends with its standard input
 * </pre>
 *
 * Prints "ready" once it listens, or else why it cannot.
 */
public final class Proxy {
    /**
     * For the JVM that runs it: many bytes are worth a compiler that takes its time, and one without memory must not hold up
     * its connections; when it ends, the run learns of it and takes the redirect back.
     */
    public static final List<String> OPTIONS = List.of(
            "-XX:TieredStopAtLevel=4", "-XX:CompileThresholdScaling=1", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

    /** Clients and servers need processors too: on a small machine one thread gets more through than two. */
    private static final int LOOPS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

    private Proxy() {}

    public static void main(String[] arguments) throws InterruptedException {
        var options = Options.of(arguments);
        try {
            open(options);
        } catch (IOException | RuntimeException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
        if (options.has("stay")) {
            System.out.println("ready");
            Thread.currentThread().join();
        }
        Parent.readyUntilItEnds();
    }

    /**
     * Opens a proxy in this process; it works on threads of its own until the process ends.
     *
     * @param arguments as on the command line
     * @throws IllegalArgumentException something is no HOST:PORT, or one of a pair is missing
     * @throws IOException it cannot listen there, or the control folder cannot be written
     */
    public static void open(String... arguments) throws IOException {
        open(Options.of(arguments));
    }

    private static void open(Options options) throws IOException {
        Loops.takeKnownSelector();
        List<String> listens = options.all("listen");
        List<String> upstreams = options.all("upstream");
        if (listens.isEmpty() || listens.size() != upstreams.size()) {
            throw new IllegalArgumentException("give --listen HOST:PORT and --upstream HOST:PORT, in pairs");
        }
        var sources = new ArrayList<InetAddress>();
        for (String source : options.all("source")) {
            sources.add(InetAddress.getByName(source));
        }
        var control = new Control(options.all("fault"));
        Optional<Path> folder = options.find("control").map(Path::of);
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
            control.follow(folder.get());
        }
        var loops = Loops.start(LOOPS, control);
        for (int i = 0; i < listens.size(); i++) {
            InetSocketAddress upstream = address(upstreams.get(i));
            new Link(address(listens.get(i)), upstream, source(upstream, sources), control, loops).start();
        }
        if (folder.isPresent()) {
            ControlFolder.announce(folder.get(), listens.getFirst(), upstreams.getFirst());
        }
    }

    private static Optional<InetAddress> source(InetSocketAddress upstream, List<InetAddress> sources) {
        return sources.stream()
                .filter(source -> upstream.getAddress() instanceof Inet6Address == source instanceof Inet6Address)
                .findFirst();
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        try {
            return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: a port is a number from 0 to 65535");
        }
    }
}
