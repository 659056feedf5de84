package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** By what containers are found, for faults and for probes. */
final class Criteria {
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

    private static final int MOST_NAMED = 10;

    private static final List<Parameter<?>> TELLING = List.of(NAME, ID, LABELS, IMAGE, PROJECT, SERVICE);
    private static final int LEAST_OF_AN_ID = 4;
    private static final Comparator<Container> OLDEST_FIRST =
            Comparator.comparing((Container each) -> each.text("Created")).thenComparing(Container::id);

    private Criteria() {}

    /** These, and others. */
    static Parameter<?>[] and(Parameter<?>... others) {
        return Stream.concat(Stream.concat(TELLING.stream(), Stream.of(ENGINE)), Stream.of(others))
                .toArray(Parameter<?>[]::new);
    }

    /**
     * Those that match on all engines, the oldest of each first.
     *
     * @param ended whether those are meant too that do not run
     * @throws BadValue the criteria say too little, or no engine is there
     * @throws IOException an engine cannot be asked
     */
    static List<Container> matching(Arguments by, boolean ended, Machine machine) throws IOException {
        if (TELLING.stream().allMatch(criterion -> by.find(criterion).isEmpty())) {
            throw new BadValue("a container is found by name, id, labels, image, project or service; give at least one"
                    + " of them");
        }
        by.find(ID).filter(id -> id.length() < LEAST_OF_AN_ID).ifPresent(id -> {
            throw new BadValue("id: '" + id + "' is too short; give at least " + LEAST_OF_AN_ID + " characters");
        });
        var found = new ArrayList<Container>();
        for (ContainerEngine engine : engines(by, machine)) {
            described(engine, ended, listed -> fits(by, listed)).stream()
                    .filter(container -> by.find(IMAGE).stream().allMatch(image -> sameImage(image, container.image())))
                    .forEach(found::add);
        }
        return found;
    }

    /** Those that run for a service, the oldest first. */
    static List<Container> replicas(String service, ContainerEngine engine) throws IOException {
        return described(engine, false, listed -> listed.service().stream().allMatch(service::equals)).stream()
                .filter(container -> container.service().equals(service))
                .toList();
    }

    private static List<ContainerEngine> engines(Arguments by, Machine machine) {
        List<ContainerEngine> engines = by.find(ENGINE)
                .map(socket -> List.of(ContainerEngine.named("engine", socket)))
                .orElseGet(() -> ContainerEngine.on(machine));
        if (engines.isEmpty()) {
            throw new BadValue(ContainerEngine.none(machine));
        }
        return engines;
    }

    /** What may have been meant where no container that runs matches; empty when the engines do not say. */
    static String hint(Arguments by, Machine machine) {
        var all = new ArrayList<Listed>();
        try {
            for (ContainerEngine engine : engines(by, machine)) {
                all.addAll(listed(engine, true));
            }
        } catch (IOException | BadValue _) {
            return "";
        }
        Optional<Listed> ended =
                all.stream().filter(each -> !each.runs() && fits(by, each)).findFirst();
        if (ended.isPresent()) {
            return "; " + ended.get().name() + " does, but is " + ended.get().state();
        }
        return Stream.of(
                        near(by.find(NAME), all, each -> each.names().stream()),
                        near(by.find(IMAGE), all, each -> each.image().stream()),
                        near(by.find(PROJECT), all, each -> Container.compose("project", each.labels()).stream()),
                        near(by.find(SERVICE), all, each -> Container.compose("service", each.labels()).stream()))
                .filter(suggestion -> !suggestion.isEmpty())
                .findFirst()
                .orElseGet(() -> running(all));
    }

    private static String near(Optional<String> asked, List<Listed> all, Function<Listed, Stream<String>> known) {
        return asked.map(name -> Nearest.suggestion(
                        name,
                        all.stream()
                                .flatMap(known)
                                .filter(other -> !other.equals(name))
                                .distinct()
                                .toList()))
                .orElse("");
    }

    private static String running(List<Listed> all) {
        List<String> names =
                all.stream().filter(Listed::runs).map(Listed::name).sorted().toList();
        return names.isEmpty()
                ? "; none runs"
                : "; those that run: " + String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)))
                        + (names.size() > MOST_NAMED ? ", …" : "");
    }

    /** @param ended whether those are meant too that do not run */
    static List<Listed> listed(ContainerEngine engine, boolean ended) throws IOException {
        return engine.get("/containers/json?all=" + ended) instanceof Json.Arr(var all)
                ? all.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(entry -> new Listed((Json.Obj) entry))
                        .filter(container -> ended || container.runs())
                        .toList()
                : List.of();
    }

    /** Each costs a question of its own, so only those that may be wanted are asked about; the oldest first. */
    private static List<Container> described(ContainerEngine engine, boolean ended, Predicate<Listed> wanted)
            throws IOException {
        var containers = new ArrayList<Container>();
        for (Listed listed : listed(engine, ended)) {
            if (wanted.test(listed)) {
                described(engine, listed.id()).ifPresent(containers::add);
            }
        }
        containers.sort(OLDEST_FIRST);
        return containers;
    }

    /** Empty when it was removed since it was listed. */
    private static Optional<Container> described(ContainerEngine engine, String id) throws IOException {
        var answer = engine.ask(Container.path(id) + "/json");
        return answer.status() != 404 && answer.json() instanceof Json.Obj description
                ? Optional.of(new Container(engine, description))
                : Optional.empty();
    }

    /** Whether it does as far as a list can say. */
    private static boolean fits(Arguments by, Listed listed) {
        Map<String, String> labels = listed.labels();
        return by.find(NAME).stream().allMatch(listed.names()::contains)
                && by.find(ID).stream().allMatch(listed.id()::startsWith)
                && by.find(IMAGE).stream()
                        .allMatch(asked -> listed.image().stream().allMatch(image -> sameImage(asked, image)))
                && by.find(PROJECT).equals(by.find(PROJECT).flatMap(_ -> Container.compose("project", labels)))
                && by.find(SERVICE).equals(by.find(SERVICE).flatMap(_ -> Container.compose("service", labels)))
                && labels.entrySet()
                        .containsAll(by.find(LABELS).orElse(Map.of()).entrySet());
    }

    /** Podman says the whole name, with the registry. */
    private static boolean sameImage(String asked, String image) {
        String untagged =
                image.indexOf(':', image.lastIndexOf('/') + 1) < 0 ? image : image.substring(0, image.lastIndexOf(':'));
        return Stream.of(image, untagged).anyMatch(name -> name.equals(asked) || name.endsWith("/" + asked));
    }
}
