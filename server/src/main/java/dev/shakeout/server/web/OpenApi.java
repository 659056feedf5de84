package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The OpenAPI 3.1 document of a table of endpoints. */
final class OpenApi {
    static final String PATH = "/openapi.json";

    private static final Shape PROBLEM = Shape.of(
            "Problem",
            Field.required("type", Kind.TEXT, "As RFC 9457 has it."),
            Field.required("title", Kind.TEXT, "What kind of thing is wrong."),
            Field.required("status", Kind.COUNT, "The status of HTTP."),
            Field.required("detail", Kind.TEXT, "What is wrong here, and what to do about it."));

    private OpenApi() {}

    /** @param version of Shakeout */
    static Json.Obj of(List<Endpoint> endpoints, String version) {
        var paths = new LinkedHashMap<String, Json>();
        for (Endpoint endpoint : endpoints) {
            var path = paths.get(endpoint.path()) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
            String verb = endpoint.verb().name().toLowerCase(Locale.ROOT);
            paths.put(endpoint.path(), path.with(verb, operation(endpoint)));
        }
        return Json.object(
                "openapi",
                "3.1.0",
                "info",
                Json.object("title", "Shakeout", "version", version),
                "security",
                Json.of(List.of(Json.object("token", Json.of(List.of())))),
                "paths",
                new Json.Obj(paths),
                "components",
                Json.object(
                        "securitySchemes",
                        Json.object("token", Json.object("type", "http", "scheme", "bearer")),
                        "schemas",
                        schemas(endpoints)));
    }

    private static Json.Obj operation(Endpoint endpoint) {
        var members = new LinkedHashMap<String, Json>();
        members.put("operationId", Json.of(endpoint.id()));
        members.put("summary", Json.of(endpoint.summary()));
        members.put("description", Json.of(needs(endpoint)));
        if (endpoint.scope() == Scope.OPEN) {
            members.put("security", Json.of(List.of()));
        }
        var parameters = new ArrayList<Json>();
        endpoint.variables()
                .forEach(name ->
                        parameters.add(parameter("path", Field.required(name, Kind.NAME, "Part of the path."))));
        endpoint.query().forEach(field -> parameters.add(parameter("query", field)));
        endpoint.headers().forEach(field -> parameters.add(parameter("header", field)));
        if (!parameters.isEmpty()) {
            members.put("parameters", Json.of(parameters));
        }
        endpoint.takes()
                .ifPresent(shape -> members.put(
                        "requestBody",
                        Json.object(
                                "required",
                                true,
                                "content",
                                Json.object("application/json", Json.object("schema", shape.reference())))));
        members.put("responses", responses(endpoint));
        return new Json.Obj(members);
    }

    private static String needs(Endpoint endpoint) {
        return switch (endpoint.scope()) {
            case OPEN -> "Needs no token.";
            case SELF -> "Any token will do.";
            default -> "Needs the role " + endpoint.needs().word() + ".";
        };
    }

    private static Json.Obj parameter(String place, Field field) {
        return Json.object(
                "name",
                field.name(),
                "in",
                place,
                "required",
                field.required(),
                "description",
                field.help(),
                "schema",
                field.kind().schema());
    }

    private static Json.Obj responses(Endpoint endpoint) {
        var responses = new LinkedHashMap<String, Json>();
        for (Endpoint.Given given : endpoint.gives()) {
            Json.Obj schema = given.shape().map(Shape::reference).orElse(Json.Obj.EMPTY);
            responses.put(
                    Integer.toString(given.status()),
                    Json.object(
                            "description",
                            "Done.",
                            "content",
                            Json.object(given.mediaType(), Json.object("schema", schema))));
        }
        responses.put(
                "default",
                Json.object(
                        "description",
                        "Not done; says why.",
                        "content",
                        Json.object("application/problem+json", Json.object("schema", PROBLEM.reference()))));
        return new Json.Obj(responses);
    }

    private static Json.Obj schemas(List<Endpoint> endpoints) {
        var schemas = new TreeMap<String, Json>();
        add(PROBLEM, schemas);
        for (Endpoint endpoint : endpoints) {
            endpoint.takes().ifPresent(shape -> add(shape, schemas));
            endpoint.gives().forEach(given -> given.shape().ifPresent(shape -> add(shape, schemas)));
        }
        return new Json.Obj(schemas);
    }

    private static void add(Shape shape, Map<String, Json> schemas) {
        if (schemas.put(shape.name(), shape.schema()) == null) {
            shape.fields().forEach(field -> field.kind().items().ifPresent(inner -> add(inner, schemas)));
        }
    }
}
