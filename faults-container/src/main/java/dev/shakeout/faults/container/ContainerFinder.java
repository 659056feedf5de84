package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.TargetFinder;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds containers of Docker and Podman on this host that run. Each is a process of this host too: its first one. */
public final class ContainerFinder implements TargetFinder {
    static final String KIND = "container";

    static final Parameter<String> NAME = Parameter.optional("name", Type.text(), "Its name.");
    static final Parameter<String> ID =
            Parameter.optional("id", Type.text(), "Its id, or what that begins with, at least 4 characters.");
    static final Parameter<Map<String, String>> LABELS =
            Parameter.optional("labels", Type.textMap(), "Labels that it has, all of them, with their values.");
    static final Parameter<String> IMAGE = Parameter.optional(
            "image",
            Type.text(),
            "The image that it was made from, with its tag or without: shop/api or shop/api:1.2.");
    static final Parameter<String> PROJECT = Parameter.optional("project", Type.text(), "Its project of Compose.");
    static final Parameter<String> SERVICE =
            Parameter.optional("service", Type.text(), "Its service of Compose; replicas of one share it.");
    static final Parameter<String> ENGINE = Parameter.optional(
            "engine",
            Type.text(),
            "Socket of the engine to ask; otherwise what DOCKER_HOST or CONTAINER_HOST names, or the usual places.");

    private static final List<Parameter<?>> CRITERIA = List.of(NAME, ID, LABELS, IMAGE, PROJECT, SERVICE);
    private static final int LEAST_OF_AN_ID = 4;
    private static final Comparator<Container> OLDEST_FIRST =
            Comparator.comparing((Container each) -> each.text("Created")).thenComparing(Container::id);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Finds containers of Docker and Podman on this host that run.",
                NAME,
                ID,
                LABELS,
                IMAGE,
                PROJECT,
                SERVICE,
                ENGINE);
    }

    @Override
    public Set<String> standsFor() {
        return Set.of("process");
    }

    @Override
    public List<Target> find(Arguments by, Machine machine) {
        return matching(by, machine).stream()
                .filter(container -> !FirstProcess.isOurs(container, machine))
                .flatMap(container -> target(container, machine).stream())
                .toList();
    }

    @Override
    public List<Plan.Spared> spared(Arguments by, Machine machine) {
        return matching(by, machine).stream()
                .filter(container -> FirstProcess.isOurs(container, machine))
                .map(container -> new Plan.Spared(KIND + " " + container.name(), "Shakeout itself runs in it"))
                .toList();
    }

    /** Oldest first of each engine. */
    private static List<Container> matching(Arguments by, Machine machine) {
        if (CRITERIA.stream().allMatch(criterion -> by.find(criterion).isEmpty())) {
            throw new BadValue("a container is found by name, id, labels, image, project or service; give at least one"
                    + " of them");
        }
        by.find(ID).filter(id -> id.length() < LEAST_OF_AN_ID).ifPresent(id -> {
            throw new BadValue("id: '" + id + "' is too short; give at least " + LEAST_OF_AN_ID + " characters");
        });
        return engines(by, machine).stream()
                .flatMap(engine -> running(engine).stream())
                .filter(container -> matches(by, container))
                .toList();
    }

    private static List<ContainerEngine> engines(Arguments by, Machine machine) {
        List<ContainerEngine> engines = by.find(ENGINE)
                .map(socket -> List.of(new ContainerEngine(Path.of(socket))))
                .orElseGet(() -> ContainerEngine.on(machine));
        if (engines.isEmpty()) {
            throw new BadValue(
                    "no container engine is found: start Docker, or Podman's service (podman system service),"
                            + " or name its socket by engine or by DOCKER_HOST");
        }
        return engines;
    }

    private static List<Container> running(ContainerEngine engine) {
        var containers = new ArrayList<Container>();
        try {
            if (engine.get("/containers/json") instanceof Json.Arr(var listed)) {
                for (Json each : listed) {
                    if (each instanceof Json.Obj container) {
                        containers.add(Container.read(
                                engine, container.get("Id").map(Json::text).orElse("")));
                    }
                }
            }
        } catch (IOException e) {
            throw new BadValue(e.getMessage() + hint(engine));
        }
        containers.sort(OLDEST_FIRST);
        return containers;
    }

    private static String hint(ContainerEngine engine) {
        return Files.exists(engine.socket()) && !Files.isWritable(engine.socket())
                ? "; this user may not use it: become a member of its group, or root"
                : "";
    }

    private static boolean matches(Arguments by, Container container) {
        return by.find(NAME).stream().allMatch(container.name()::equals)
                && by.find(ID).stream().allMatch(container.id()::startsWith)
                && by.find(IMAGE).stream().allMatch(image -> sameImage(image, container.image()))
                && by.find(PROJECT).equals(by.find(PROJECT).flatMap(_ -> container.compose("project")))
                && by.find(SERVICE).equals(by.find(SERVICE).flatMap(_ -> container.compose("service")))
                && container
                        .labels()
                        .entrySet()
                        .containsAll(by.find(LABELS).orElse(Map.of()).entrySet());
    }

    /** Podman says the whole name, with the registry. */
    private static boolean sameImage(String asked, String image) {
        String untagged =
                image.indexOf(':', image.lastIndexOf('/') + 1) < 0 ? image : image.substring(0, image.lastIndexOf(':'));
        return List.of(image, untagged).stream().anyMatch(name -> name.equals(asked) || name.endsWith("/" + asked));
    }

    /** Empty when it has ended since it was asked for. */
    private static Optional<Target> target(Container container, Machine machine) {
        if (!container.running() || container.pid() == 0) {
            return Optional.empty();
        }
        var details = new LinkedHashMap<>(Map.of(
                "engine", container.engine().socket().toString(),
                "image", container.image(),
                "service", service(container)));
        FirstProcess.of(container, machine).ifPresent(process -> details.putAll(process.details()));
        return Optional.of(new Target(KIND, container.id(), container.name(), details));
    }

    private static String service(Container container) {
        return container
                .compose("service")
                .map(service -> container.compose("project").orElse("") + "/" + service)
                .orElseGet(container::image);
    }

    /** Containers of the same service of Compose, or else of the same image. */
    @Override
    public Optional<Replicas> service(Target target, Machine machine) {
        var engine = new ContainerEngine(Path.of(target.detail("engine")));
        String service = target.detail("service");
        List<Target> healthy = running(engine).stream()
                .filter(container -> service(container).equals(service)
                        && !container.flag("State", "Paused")
                        && !container.text("State", "Health", "Status").equals("unhealthy"))
                .flatMap(container -> target(container, machine).stream())
                .toList();
        return Optional.of(new Replicas(service, healthy));
    }
}
