package dev.shakeout.fks;

import dev.shakeout.fks.api.ApiService;
import dev.shakeout.fks.auth.AuthService;
import dev.shakeout.fks.data.DataService;
import dev.shakeout.fks.execution.ExecutionService;
import dev.shakeout.fks.http.Caller;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.json.Json;
import dev.shakeout.fks.supervisor.Supervisor;
import dev.shakeout.fks.training.TrainingService;
import java.io.IOException;
import java.net.BindException;
import java.security.Security;
import java.util.List;
import java.util.Set;

/** The command {@code fks}: {@code fks up} starts the system, {@code fks <service>} one process of it. */
public final class Fks {
    /** Exit status of a service whose port is taken (EX_TEMPFAIL); the supervisor then tries another. */
    public static final int EXIT_PORT_TAKEN = 75;

    private static final int EXIT_USAGE = 2;
    private static final Set<String> UP_OPTIONS = Set.of("dir", "weak", "via", "port-of", "job-cpu-ms");
    private static final Set<String> SERVICE_OPTIONS = Set.of(
            "host",
            "port",
            "dir",
            "weak",
            "supervisor",
            "auth",
            "execution",
            "data",
            "seed",
            "workers",
            "queue",
            "job-cpu-ms");
    private static final String USAGE = """
            usage: fks up [--dir DIR] [--weak WEAKNESS]... [--via fks_execution=HOST:PORT] [--port-of SERVICE=PORT]...
                          [--job-cpu-ms N] [--until-stdin-closes]
                   fks fks_auth      [--host HOST] [--port PORT]
                   fks fks_execution [--host HOST] [--port PORT] [--dir DIR] [--seed N]
                   fks fks_data      [--host HOST] [--port PORT] [--dir DIR] [--weak durability]
                   fks fks_training  [--host HOST] [--port PORT] [--workers N] [--queue N] [--job-cpu-ms N] [--weak queue]
                   fks fks_api       [--host HOST] [--port PORT] [--dir DIR] [--weak circuit-breaker] [--weak replicas]
                                     --auth URL --execution URL --data URL
            weaknesses: circuit-breaker, replicas, durability, queue
            """;

    private Fks() {}

    public static void main(String[] words) {
        try {
            run(List.of(words));
        } catch (UsageException e) {
            System.err.println("fks: " + e.getMessage());
            System.exit(EXIT_USAGE);
        } catch (BindException e) {
            System.err.println("fks: " + e.getMessage());
            System.exit(EXIT_PORT_TAKEN);
        } catch (IOException e) {
            System.err.println("fks: " + e);
            System.exit(1);
        }
    }

    private static void run(List<String> words) throws IOException {
        String command = words.isEmpty() ? "--help" : words.getFirst();
        List<String> options = words.subList(Math.min(1, words.size()), words.size());
        switch (command) {
            case "up" -> {
                Arguments arguments = new Arguments(options, UP_OPTIONS);
                prepare("fks_supervisor", arguments);
                Supervisor.up(arguments);
            }
            case "help", "-h", "--help" -> System.out.print(USAGE);
            default -> serve(command, options);
        }
    }

    private static void serve(String name, List<String> options) throws IOException {
        Starter starter = switch (name) {
            case "fks_api" -> ApiService::start;
            case "fks_auth" -> AuthService::start;
            case "fks_execution" -> ExecutionService::start;
            case "fks_data" -> DataService::start;
            case "fks_training" -> TrainingService::start;
            default -> throw new UsageException("there is no command " + name + "\n" + USAGE);
        };
        Arguments arguments = new Arguments(options, SERVICE_OPTIONS);
        prepare(name, arguments);
        HttpService service = starter.start(arguments);
        System.out.println(Json.write(Json.object("service", name, "url", service.url())));
    }

    private static void prepare(String title, Arguments arguments) {
        ProcessTitle.set(title);
        // Without it every small answer waits 40 ms for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Caller.prepare();
        Security.setProperty("networkaddress.cache.ttl", "1");
        if (arguments.has("until-stdin-closes")) {
            ParentWatch.start(System.in);
        }
    }

    @FunctionalInterface
    private interface Starter {
        HttpService start(Arguments arguments) throws IOException;
    }
}
