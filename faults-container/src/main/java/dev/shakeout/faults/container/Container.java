package dev.shakeout.faults.container;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A container as its engine describes it (GET /containers/ID/json). */
record Container(ContainerEngine engine, Json.Obj description) {
    /** @throws IOException it is not there any more, or the engine cannot be asked */
    static Container read(ContainerEngine engine, String id) throws IOException {
        if (engine.get(path(id) + "/json") instanceof Json.Obj description) {
            return new Container(engine, description);
        }
        throw new IOException("the container engine at " + engine.socket() + " does not describe container " + id);
    }

    static String path(String id) {
        return "/containers/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    String id() {
        return text("Id");
    }

    /** Without the slash that Docker puts before it. */
    String name() {
        String name = text("Name");
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** As it was asked for: shop/api:1.2. */
    String image() {
        return text("Config", "Image");
    }

    /** Of a thing like a set of labels. */
    static Map<String, String> texts(Optional<Json> json) {
        var texts = new LinkedHashMap<String, String>();
        if (json.orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
            members.forEach((key, value) -> texts.put(key, value.text()));
        }
        return texts;
    }

    /** The project or the service of Compose, by the labels of a container that was started for it. */
    static Optional<String> compose(String what, Map<String, String> labels) {
        return Optional.ofNullable(labels.get("com.docker.compose." + what));
    }

    /** The service of Compose, with its project: shop/web. */
    static Optional<String> service(Map<String, String> labels) {
        return compose("service", labels)
                .map(service -> compose("project", labels).orElse("") + "/" + service);
    }

    /** What it is a replica of: a service of Compose, or else its image. */
    String service() {
        return service(texts(at("Config", "Labels"))).orElseGet(this::image);
    }

    /** Its places on networks, by their names. */
    Map<String, Json> networks() {
        return at("NetworkSettings", "Networks").orElse(Json.Null.NULL) instanceof Json.Obj(var networks)
                ? networks
                : Map.of();
    }

    /** Those that the engine gave it on its networks; none when it shares the network of the host or of another one. */
    List<String> addresses() {
        return networks().values().stream()
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .flatMap(place -> Stream.of("IPAddress", "GlobalIPv6Address")
                        .flatMap(key -> place.get(key).stream())
                        .map(Json::text))
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** Of its first process on this host; 0 while it does not run. */
    long pid() {
        return number("State", "Pid");
    }

    /** How often its restart policy has started it. */
    long restarts() {
        return number("RestartCount");
    }

    /** In the engine's words: created, running, paused, restarting, exited, dead. */
    String status() {
        return text("State", "Status");
    }

    boolean running() {
        return flag("State", "Running") && !flag("State", "Restarting");
    }

    /** It runs, and its own health check, if it has one, does not say that it fails. */
    boolean healthy() {
        return running()
                && !flag("State", "Paused")
                && !text("State", "Health", "Status").equals("unhealthy");
    }

    boolean flag(String... path) {
        return at(path).map(Json::truthy).orElse(false);
    }

    private long number(String... path) {
        return at(path).map(Json::text)
                .filter(text -> text.matches("[0-9]{1,10}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    String text(String... path) {
        return at(path).map(Json::text).orElse("");
    }

    Optional<Json> at(String... path) {
        Optional<Json> found = Optional.of(description);
        for (String key : path) {
            found = found.flatMap(json -> json instanceof Json.Obj object ? object.get(key) : Optional.empty());
        }
        return found;
    }
}
