package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Matching;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Regex;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells how containers are: how many run and are healthy, how often they were restarted, what they have logged. */
public final class ContainerProbe implements ProbeKind {
    static final Parameter<Pattern> LOGS = Parameter.optional(
            "logs", new Regex(), "Regular expression; lines of their logs in which it is found are counted.");
    static final Parameter<Duration> LAST = Parameter.withDefault(
            "last",
            Type.duration(Duration.ofMillis(1), Duration.ofDays(1)),
            Duration.ofMinutes(1),
            "How far back logs are read.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "container", "Tells how containers are, also those that have ended.", Criteria.and(LOGS, LAST))
                .reads(
                        new Output("containers", Output.Kind.WHOLE, "how many match"),
                        new Output("running", Output.Kind.WHOLE, "how many of them run"),
                        new Output(
                                "healthy", Output.Kind.WHOLE, "how many run, and do not fail their own health check"),
                        new Output("restarts", Output.Kind.WHOLE, "how often their restart policies have started them"),
                        new Output("oom-killed", Output.Kind.WHOLE, "how many were last ended for want of memory"),
                        new Output("matches", Output.Kind.WHOLE, "lines of their logs that match; 0 without logs"),
                        new Output("all", Output.Kind.ANY, "name, status, health and exit status of each"));
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        return () -> {
            try {
                List<Container> containers = Criteria.matching(arguments, true, machine);
                Instant since = machine.clock().instant().minus(arguments.get(LAST));
                return reading(containers, arguments.find(LOGS), since);
            } catch (IOException | BadValue e) {
                throw new ProbeFailed(String.valueOf(e.getMessage()), e);
            }
        };
    }

    private static Json reading(List<Container> containers, Optional<Pattern> logs, Instant since) throws IOException {
        long matches = 0;
        for (Container container : logs.isPresent() ? containers : List.<Container>of()) {
            var matching = new Matching(logs.get());
            matches += ContainerLog.since(since, container).lines().stream()
                    .filter(matching::finds)
                    .count();
        }
        return Json.object(
                "containers",
                containers.size(),
                "running",
                containers.stream().filter(Container::running).count(),
                "healthy",
                containers.stream().filter(Container::healthy).count(),
                "restarts",
                containers.stream().mapToLong(Container::restarts).sum(),
                "oom-killed",
                containers.stream()
                        .filter(each -> each.flag("State", "OOMKilled"))
                        .count(),
                "matches",
                matches,
                "all",
                Json.of(containers.stream().map(ContainerProbe::told).toList()));
    }

    private static Json told(Container container) {
        String health = container.text("State", "Health", "Status");
        return Json.object(
                "name",
                container.name(),
                "status",
                container.status(),
                "health",
                health.isEmpty() ? "none" : health,
                "exit-status",
                container.at("State", "ExitCode").orElse(Json.Null.NULL));
    }
}
