package dev.shakeout.fks.supervisor;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.json.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** {@code fks up}: starts every service, keeps it running, and says how it is. */
public final class Supervisor {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Home home;
    private final HttpService http;
    private final Caller caller = new Caller();
    private final Map<String, Service> services = new LinkedHashMap<>();

    private Supervisor(Home home, HttpService http) {
        this.home = home;
        this.http = http;
    }

    /** Returns when all is healthy and has been announced; the process lives on until it is told to end. */
    public static void up(Arguments arguments) throws IOException {
        Fleet fleet = new Fleet(arguments);
        Ports ports = new Ports(new Random());
        HttpService http = new HttpService(
                "fks_supervisor", new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.free()));
        Home home = Home.of(arguments.path("dir"));
        Supervisor supervisor = new Supervisor(home, http);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(supervisor::down));
        supervisor.start(fleet, ports);
        supervisor.awaitHealth();
        supervisor.announce();
    }

    private void start(Fleet fleet, Ports ports) {
        Launcher launcher = new Launcher(home.dir());
        for (ServiceSpec spec : fleet.specs(http.url())) {
            services.put(spec.name(), new Service(spec, launcher, ports, caller));
        }
        new SupervisorApi(services).addTo(http);
        services.values().forEach(service -> service.rebase(service.base()));
        services.values().stream()
                .filter(service -> service.max() > service.base())
                .forEach(service -> new Autoscaler(service).start());
    }

    private void awaitHealth() throws IOException {
        long endNanos = System.nanoTime() + START_PATIENCE.toNanos();
        while (!services.values().stream().allMatch(Service::healthy)) {
            if (System.nanoTime() > endNanos) {
                throw new IOException("not healthy after " + START_PATIENCE.toSeconds() + " s: "
                        + services.values().stream()
                                .filter(service -> !service.healthy())
                                .map(Service::name)
                                .collect(Collectors.joining(", "))
                        + "; see the logs in " + home.dir());
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("stopped while starting").initCause(e);
            }
        }
    }

    private void announce() throws IOException {
        Map<String, Object> urls = Json.object("supervisor", http.url());
        services.forEach((name, service) -> urls.put(name.substring("fks_".length()), service.url()));
        urls.put("dir", home.dir().toString());
        String line = Json.write(urls);
        write("fks.env", environment(urls));
        write("fks.json", line + "\n");
        System.out.println(line);
    }

    /** The same as variables, FKS_API and so on, for a shell or a tool that reads such files. */
    private static String environment(Map<String, Object> urls) {
        return urls.entrySet().stream()
                .map(entry -> "FKS_" + entry.getKey().toUpperCase(Locale.ROOT) + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private void write(String name, String text) throws IOException {
        Path partial = home.dir().resolve(name + ".new");
        Files.writeString(partial, text);
        Files.move(partial, home.dir().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void down() {
        List<Replica> all = services.values().stream()
                .flatMap(service -> service.close().stream())
                .toList();
        all.forEach(Replica::stop);
        all.forEach(Replica::awaitEnd);
        http.close();
        home.leave();
    }
}
