package dev.shakeout.fks.supervisor;

import dev.shakeout.fks.Fks;
import dev.shakeout.fks.http.Answer;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of a service: started, asked for its health every 250 ms, and started again a second after it died. */
final class Replica {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
    private static final Duration CHECK_INTERVAL_AT_START = Duration.ofMillis(50);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final ServiceSpec spec;
    private final Launcher launcher;
    private final Ports ports;
    private final Caller caller;
    private final RequestRate rate = new RequestRate();
    private final Object starting = new Object();
    private volatile int port;
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean healthy;
    private volatile boolean everHealthy;
    private volatile boolean stopped;
    private final AtomicInteger restarts = new AtomicInteger();

    Replica(ServiceSpec spec, Launcher launcher, Ports ports, Caller caller, int port) {
        this.spec = spec;
        this.launcher = launcher;
        this.ports = ports;
        this.caller = caller;
        this.port = port;
    }

    void start() {
        Thread.ofVirtual().name(spec.name()).start(() -> {
            try {
                keepRunning();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    boolean healthy() {
        return healthy;
    }

    /** False only until the first start has succeeded. */
    boolean everHealthy() {
        return everHealthy;
    }

    double requestsPerSecond() {
        return rate.perSecond();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Map<String, Object> fields() {
        return Json.object(
                "pid",
                process.map(Process::pid).orElse(0L),
                "port",
                port,
                "url",
                url(),
                "healthy",
                healthy,
                "restarts",
                restarts.get());
    }

    /** Asks the process to end; {@link #awaitEnd} sees to it. */
    void stop() {
        // A start that is under way ends first, so that no process is missed.
        synchronized (starting) {
            stopped = true;
            healthy = false;
            process.ifPresent(Process::destroy);
        }
    }

    void awaitEnd() {
        process.ifPresent(running -> {
            try {
                if (!running.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        });
    }

    private void keepRunning() throws InterruptedException {
        while (!stopped) {
            Optional<Process> started = startOnce();
            if (started.isPresent()) {
                watch(started.get());
            }
            healthy = false;
            rate.forget();
            if (!stopped) {
                Thread.sleep(RESTART_DELAY);
                restarts.incrementAndGet();
                boolean portTaken = started.map(Process::exitValue)
                        .filter(exit -> exit == Fks.EXIT_PORT_TAKEN)
                        .isPresent();
                if (portTaken && spec.port().isEmpty()) {
                    port = ports.free();
                }
            }
        }
    }

    private Optional<Process> startOnce() {
        synchronized (starting) {
            if (stopped) {
                return Optional.empty();
            }
            try {
                process = Optional.of(launcher.start(spec, port));
            } catch (IOException e) {
                System.err.println("fks: cannot start " + spec.name() + ": " + e.getMessage());
                process = Optional.empty();
            }
            return process;
        }
    }

    private void watch(Process running) throws InterruptedException {
        Duration interval = CHECK_INTERVAL_AT_START;
        while (!running.waitFor(interval.toMillis(), TimeUnit.MILLISECONDS)) {
            healthy = check() && !stopped;
            if (healthy) {
                everHealthy = true;
                interval = CHECK_INTERVAL;
            }
        }
    }

    private boolean check() {
        try {
            Answer answer = caller.get(url() + "/health", CHECK_TIMEOUT);
            rate.read(Json.read(answer.body()).whole("requests", 0), System.nanoTime());
            return answer.ok();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
