package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Probes that read real files and real sockets. */
final class TestProbes {
    static final Parameter<String> PATH = Parameter.required("path", Type.text(), "the file");
    static final Parameter<Integer> PORT = Parameter.required("port", Type.integer(1, 65535), "of this host");

    private TestProbes() {}

    /** Whether a file exists. Notes each reading in a file beside it, named after the probe. */
    static final class FileProbe implements ProbeKind {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("file", "Looks for a file.", PATH);
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            Path file = Path.of(arguments.get(PATH));
            return (ProbeReader.Once) () -> {
                try {
                    Files.writeString(
                            file.resolveSibling(name + ".readings"),
                            "x",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                    return Json.of(Files.exists(file));
                } catch (IOException e) {
                    throw new ProbeFailed("cannot look: " + e, e);
                }
            };
        }
    }

    /** Touches a file: the call of another tool. */
    static final class TouchCall implements ProbeKind {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("touch", "Touches a file.", PATH);
        }

        @Override
        public boolean acts() {
            return true;
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            return (ProbeReader.Once) () -> {
                try {
                    Files.writeString(Path.of(arguments.get(PATH)), "");
                    return Json.of(true);
                } catch (IOException e) {
                    throw new ProbeFailed("cannot touch: " + e, e);
                }
            };
        }
    }

    /** Breaks in a way that no probe should. */
    static final class BrokenProbe implements ProbeKind {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("broken", "Throws.");
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            return (ProbeReader.Once) () -> {
                throw new IllegalStateException("a mistake in the probe");
            };
        }
    }

    /** Waits for a whole minute and does not let itself be interrupted. */
    static final class DeafProbe implements ProbeKind {
        static final CopyOnWriteArrayList<java.util.concurrent.CountDownLatch> WAITING = new CopyOnWriteArrayList<>();

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("deaf", "Hangs.");
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            return (ProbeReader.Once) () -> {
                var released = new java.util.concurrent.CountDownLatch(1);
                WAITING.add(released);
                boolean interrupted = false;
                long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
                while (released.getCount() > 0 && System.nanoTime() < deadline) {
                    try {
                        released.await(deadline - System.nanoTime(), java.util.concurrent.TimeUnit.NANOSECONDS);
                    } catch (InterruptedException _) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return Json.of(true);
            };
        }

        static void release() {
            WAITING.forEach(java.util.concurrent.CountDownLatch::countDown);
        }
    }

    /** Connects to a port a hundred times a second. */
    static final class Connects implements ProbeKind {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("connects", "Connects again and again.", PORT);
        }

        @Override
        public ProbeReader open(String name, Arguments arguments, Machine machine) {
            return new Connecting(arguments.get(PORT));
        }
    }

    private static final class Connecting implements ProbeReader.Continuous {
        private final int port;
        private final List<Sample> samples = new CopyOnWriteArrayList<>();
        private volatile boolean over;

        private record Sample(Instant at, Duration took, boolean failed) {}

        Connecting(int port) {
            this.port = port;
        }

        @Override
        public void start() {
            Thread.startVirtualThread(() -> {
                try {
                    while (!over) {
                        samples.add(connect());
                        Thread.sleep(10);
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private Sample connect() {
            Instant at = Instant.now();
            boolean failed = false;
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            } catch (IOException _) {
                failed = true;
            }
            return new Sample(at, Duration.between(at, Instant.now()), failed);
        }

        @Override
        public LoadWindow window(Instant from, Instant to) {
            List<Sample> in = samples.stream()
                    .filter(s -> !s.at().isBefore(from) && s.at().isBefore(to))
                    .toList();
            List<Duration> took = in.stream().map(Sample::took).sorted().toList();
            return new LoadWindow(
                    from,
                    to,
                    in.size(),
                    in.stream().filter(Sample::failed).count(),
                    share(took, 0.5),
                    share(took, 0.95),
                    share(took, 0.99),
                    share(took, 1));
        }

        private static Duration share(List<Duration> sorted, double share) {
            return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
