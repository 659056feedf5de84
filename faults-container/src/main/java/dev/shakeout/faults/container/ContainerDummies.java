package dev.shakeout.faults.container;

import dev.shakeout.engine.Dummies;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A container that sleeps, made of an image that is there already: none is ever fetched for it. */
public final class ContainerDummies implements Dummies {
    /** Of the smallest images; one without the program sleep is of no use. */
    private static final int MOST_TRIED = 4;

    /** An ordinary user's engine may lack what the first one takes. */
    private static final List<String> NETWORKS = List.of("default", "none");

    /** $1 is the name and $2 the container to be. Tells its id. */
    private static final String MAKE = """
            call POST "/containers/create?name=$1" "$2"
            [ "$status" = 201 ] || refused "make a container"
            call POST "/containers/$1/start"
            case $status in
              204) ;;
              *) why=$answer; call DELETE "/containers/$1?force=true"; answer=$why; refused "start a container" ;;
            esac""";

    private static final String REMOVE = "call DELETE \"/containers/$1?force=true&v=true\"";

    /** Should nobody be left to end it. */
    private static final String LONGEST_SECONDS = "600";

    @Override
    public Set<String> kinds() {
        return Set.of(ContainerFinder.KIND);
    }

    @Override
    public Dummy make(String kind, Path folder, Machine machine) throws IOException {
        List<ContainerEngine> engines = ContainerEngine.on(machine);
        if (engines.isEmpty()) {
            throw new IOException(ContainerEngine.none(machine));
        }
        var reasons = new ArrayList<String>();
        for (ContainerEngine engine : engines) {
            for (String network : NETWORKS) {
                for (String image : images(engine)) {
                    String name =
                            "shakeout-dummy-" + UUID.randomUUID().toString().substring(0, 8);
                    var made = machine.processes()
                            .run(
                                    EngineCall.command(engine, MAKE, List.of(name, description(image, network))),
                                    Duration.ofSeconds(30));
                    if (made.ok()) {
                        return dummy(engine, name, machine);
                    }
                    reasons.add(made.complaint());
                }
            }
        }
        throw new IOException(
                reasons.isEmpty() ? "no image is there to make a container of" : String.join("; ", reasons));
    }

    private static Dummy dummy(ContainerEngine engine, String name, Machine machine) throws IOException {
        Arguments by = Arguments.NONE
                .with(Criteria.NAME, name)
                .with(Criteria.ENGINE, engine.socket().toString());
        List<Target> found = new ContainerFinder().find(by, machine);
        if (found.isEmpty()) {
            remove(engine, name, machine);
            throw new IOException("a container that was made to try it on has ended at once");
        }
        return new Made(engine, found.getFirst(), machine);
    }

    private static String description(String image, String network) {
        return Json.object(
                        "Image",
                        image,
                        "Entrypoint",
                        Json.of(List.of(Json.of("sleep"))),
                        "Cmd",
                        Json.of(List.of(Json.of(LONGEST_SECONDS))),
                        "HostConfig",
                        Json.object("NetworkMode", network))
                .compact();
    }

    /** By their ids, the smallest first. */
    private static List<String> images(ContainerEngine engine) throws IOException {
        return engine.get("/images/json") instanceof Json.Arr(var images)
                ? images.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .sorted(Comparator.comparingLong(ContainerDummies::size))
                        .map(image -> image.get("Id").map(Json::text).orElse(""))
                        .limit(MOST_TRIED)
                        .toList()
                : List.of();
    }

    private static long size(Json.Obj image) {
        return image.get("Size")
                .map(Json::text)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static void remove(ContainerEngine engine, String name, Machine machine) {
        machine.processes().run(EngineCall.command(engine, REMOVE, List.of(name)), Duration.ofSeconds(30));
    }

    private record Made(ContainerEngine engine, Target target, Machine machine) implements Dummy {
        @Override
        public void close() {
            remove(engine, target.id(), machine);
        }
    }
}
