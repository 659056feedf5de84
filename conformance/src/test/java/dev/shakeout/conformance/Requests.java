package dev.shakeout.conformance;

import dev.shakeout.conformance.web.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server heard, as it is compared: method, target, body (a tree where it is JSON), and of the headers those that an
 * experiment or the settings decide. Requests to Vault count once however often they are made, as Chaos Toolkit asks for a
 * secret when it validates and again when it runs; of a notification only name and phase count, as the rest is a journal.
 */
final class Requests {
    private static final String VAULT = "/v1/";
    private static final String NOTIFICATION = "/notify";
    private static final List<String> SOURCES = List.of("/files/", "/private/");

    private Requests() {}

    static ArrayNode compared(List<Request> requests) {
        var seen = new ArrayList<JsonNode>();
        for (Request request : requests) {
            JsonNode told = told(request);
            if (!request.path().startsWith(VAULT) || !seen.contains(told)) {
                seen.add(told);
            }
        }
        return Trees.array().addAll(seen);
    }

    private static JsonNode told(Request request) {
        ObjectNode told = Trees.object();
        told.put("method", request.method());
        told.put("target", request.target());
        var headers = new TreeMap<String, String>();
        request.headers().forEach((name, value) -> {
            if (counts(name.toLowerCase(Locale.ROOT), request.path())) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        });
        if (!headers.isEmpty()) {
            ObjectNode into = told.putObject("headers");
            headers.forEach(into::put);
        }
        if (!request.body().isEmpty()) {
            told.set("body", body(request));
        }
        return told;
    }

    private static boolean counts(String header, String path) {
        return switch (header) {
            case "authorization", "content-type", "x-vault-token" -> true;
            case "accept" -> SOURCES.stream().anyMatch(path::startsWith);
            default -> header.startsWith("x-") && !header.startsWith("x-vault-");
        };
    }

    private static JsonNode body(Request request) {
        Optional<JsonNode> json = request.header("Content-Type")
                .filter(type -> type.startsWith("application/json"))
                .flatMap(type -> parsed(request.body()));
        if (json.isPresent() && request.path().equals(NOTIFICATION)) {
            ObjectNode told = Trees.object();
            told.set("name", json.get().path("name"));
            told.set("phase", json.get().path("phase"));
            return told;
        }
        return json.orElseGet(() -> Trees.string(request.body()));
    }

    private static Optional<JsonNode> parsed(String body) {
        try {
            return Optional.of(Trees.json(body));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
