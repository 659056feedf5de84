package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object as the API server describes it. */
public record Resource(ResourceType type, Json.Obj body) {
    /** How two objects of one type are told apart even when one has taken the other's name. */
    public String uid() {
        return text("metadata", "uid");
    }

    public String name() {
        return text("metadata", "name");
    }

    /** Empty for what belongs to the whole cluster. */
    public String namespace() {
        return text("metadata", "namespace");
    }

    public String path() {
        return type.path(namespace(), name());
    }

    /** It is on its way out. */
    public boolean isEnding() {
        return at("metadata", "deletionTimestamp").isPresent();
    }

    Map<String, String> labels() {
        return texts("metadata", "labels");
    }

    Map<String, String> annotations() {
        return texts("metadata", "annotations");
    }

    /** By which others refer to it. */
    public Json.Obj reference() {
        return Json.object("apiVersion", type.apiVersion(), "kind", type.kind(), "name", name(), "uid", uid());
    }

    /** The object that has made it, as KIND/NAME. */
    Optional<Owner> owner() {
        return list("metadata", "ownerReferences").stream()
                .filter(reference -> text(reference, "controller").equals("true"))
                .map(reference -> new Owner(text(reference, "kind"), text(reference, "name")))
                .findFirst();
    }

    public record Owner(String kind, String name) {
        /** @param words its name, or with its kind: deployment/web */
        boolean isNamed(String words) {
            int slash = words.indexOf('/');
            String otherKind = words.substring(0, Math.max(0, slash));
            return name.equals(words.substring(slash + 1)) && (otherKind.isEmpty() || otherKind.equalsIgnoreCase(kind));
        }
    }

    /** For a pod: the condition Ready is true. */
    boolean isReady() {
        return condition("Ready").equals("True");
    }

    /** True, False or Unknown; empty when it has no such condition. */
    String condition(String type) {
        return list("status", "conditions").stream()
                .filter(each -> text(each, "type").equals(type))
                .map(each -> text(each, "status"))
                .findFirst()
                .orElse("");
    }

    /** All conditions, by their types: True, False or Unknown. */
    Json.Obj conditions() {
        var conditions = new LinkedHashMap<String, Json>();
        list("status", "conditions").forEach(each -> conditions.put(text(each, "type"), Json.of(text(each, "status"))));
        return new Json.Obj(conditions);
    }

    public long number(long otherwise, String... path) {
        return at(path).map(Json::text)
                .filter(text -> text.matches("-?[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(otherwise);
    }

    /** Empty when there is none. */
    public String text(String... path) {
        return at(path).map(Json::text).orElse("");
    }

    public static String text(Json json, String... path) {
        return at(json, path).map(Json::text).orElse("");
    }

    public List<Json> list(String... path) {
        return at(path).orElse(Json.Null.NULL) instanceof Json.Arr(var items) ? items : List.of();
    }

    private Map<String, String> texts(String... path) {
        var texts = new LinkedHashMap<String, String>();
        if (at(path).orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
            members.forEach((key, value) -> texts.put(key, value.text()));
        }
        return texts;
    }

    public Optional<Json> at(String... path) {
        return at(body, path);
    }

    public static Optional<Json> at(Json json, String... path) {
        Json found = json;
        for (String key : path) {
            found = found instanceof Json.Obj object ? object.get(key).orElse(Json.Null.NULL) : Json.Null.NULL;
        }
        return found == Json.Null.NULL ? Optional.empty() : Optional.of(found);
    }
}
