package dev.shakeout.report;

import dev.shakeout.model.Json;
import dev.shakeout.report.gate.Answer;
import dev.shakeout.report.gate.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** What keeps a gate closed, as SARIF 2.1.0, which code hosts show beside a change. */
public final class GateSarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private GateSarif() {}

    /** @param version of Shakeout */
    public static Json.Obj of(Answer answer, String version) {
        var rules = Arrays.stream(Reason.Kind.values())
                .filter(Reason.Kind::closes)
                .map(kind -> Json.object("id", kind.id(), "shortDescription", Json.object("text", kind.meaning())))
                .toList();
        var driver = Json.object("name", "shakeout", "semanticVersion", version, "rules", Json.of(rules));
        var results = answer.reasons().stream()
                .filter(reason -> reason.kind().closes())
                .map(GateSarif::result)
                .toList();
        var run = Json.object("tool", Json.object("driver", driver), "results", Json.of(results));
        return Json.object("$schema", SCHEMA, "version", "2.1.0", "runs", Json.of(List.of(run)));
    }

    private static Json.Obj result(Reason reason) {
        var members = new LinkedHashMap<String, Json>();
        members.put("ruleId", Json.of(reason.kind().id()));
        members.put("level", Json.of("error"));
        members.put("message", Json.object("text", Plain.line(reason.words())));
        reason.source().ifPresent(file -> members.put("locations", Json.of(List.of(location(file)))));
        return new Json.Obj(members);
    }

    private static Json.Obj location(String file) {
        var artifact = Json.object("uri", uri(file));
        return Json.object("physicalLocation", Json.object("artifactLocation", artifact));
    }

    /** Relative as it was given, so that it is found in a checkout; percent-encoded (RFC 3986). */
    private static String uri(String file) {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            return path.toUri().toString();
        }
        String base = Path.of("").toUri().toString();
        return URI.create(path.toUri().toString().substring(base.length())).toString();
    }
}
