package dev.shakeout.faults.container;

import dev.shakeout.model.Json;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an engine's list says of a container (GET /containers/json): enough to know most that are not meant. */
record Listed(Json.Obj entry) {
    /** Of those that run, though they may stand still. */
    private static final Set<String> RUNNING = Set.of("running", "paused");

    String id() {
        return text("Id");
    }

    /** A container that others are linked to has more than one. */
    Set<String> names() {
        return entry.get("Names").orElse(Json.Null.NULL) instanceof Json.Arr(var names)
                ? names.stream()
                        .map(Json::text)
                        .map(name -> name.startsWith("/") ? name.substring(1) : name)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    String name() {
        return names().stream().min(Comparator.comparingInt(String::length)).orElse(id());
    }

    /** As it was asked for; empty when that name means another image by now, as the list then has this one's id. */
    Optional<String> image() {
        return Optional.of(text("Image")).filter(name -> !name.matches("(sha256:)?[0-9a-f]{64}|"));
    }

    Map<String, String> labels() {
        return Container.texts(entry.get("Labels"));
    }

    /** In the engine's words, as {@link Container#status()}. */
    String state() {
        return text("State");
    }

    boolean runs() {
        return RUNNING.contains(state());
    }

    /** Empty when it takes a description to tell. */
    Optional<String> service() {
        return Container.service(labels()).or(this::image);
    }

    private String text(String key) {
        return Stream.of(entry.get(key))
                .flatMap(Optional::stream)
                .map(Json::text)
                .findFirst()
                .orElse("");
    }
}
