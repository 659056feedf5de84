package dev.shakeout.probes;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import dev.shakeout.model.PythonText;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Twins of chaostoolkit-prometheus 0.6. Moments are understood as RFC 3339 has them, "now", and "5 minutes ago". */
public final class PrometheusTwins implements Twin.Table {
    private static final Pattern AGO = Pattern.compile(
            "(\\d{1,6}) ?(s|sec|second|m|min|minute|h|hour|d|day|week)s?( ago)?", Pattern.CASE_INSENSITIVE);

    /** As maya writes it, with one digit of the second's fraction. */
    private static final DateTimeFormatter RFC3339 = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.S'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public List<Twin> twins() {
        return List.of(
                Twin.of("chaosprometheus.probes.query", "query when? timeout? verify_tls?", PrometheusTwins::query)
                        .when(arguments -> understood(arguments, "when")),
                Twin.of(
                                "chaosprometheus.probes.query_interval",
                                "query start end step? timeout? verify_tls?",
                                PrometheusTwins::queryInterval)
                        .when(arguments -> understood(arguments, "start") && understood(arguments, "end")));
    }

    private static Json query(Twin.Call call) throws ProbeFailed, InterruptedException {
        var parameters = new LinkedHashMap<String, Json>();
        parameters.put("query", call.arguments().get("query").orElse(Json.Null.NULL));
        call.find("timeout").ifPresent(timeout -> parameters.put("timeout", timeout));
        moment(call, "when").ifPresent(time -> parameters.put("time", time));
        return answer(call, "query", parameters, "Prometheus query ");
    }

    private static Json queryInterval(Twin.Call call) throws ProbeFailed, InterruptedException {
        var parameters = new LinkedHashMap<String, Json>();
        parameters.put("query", call.arguments().get("query").orElse(Json.Null.NULL));
        call.find("timeout").ifPresent(timeout -> parameters.put("timeout", timeout));
        Json step = call.arguments().get("step").orElse(Json.of(1));
        if (step.truthy()) {
            parameters.put("step", step);
        }
        moment(call, "start").ifPresent(time -> parameters.put("start", time));
        moment(call, "end").ifPresent(time -> parameters.put("end", time));
        return answer(call, "query_range", parameters, "Prometheus query range ");
    }

    private static Json answer(Twin.Call call, String endpoint, Map<String, Json> parameters, String what)
            throws ProbeFailed, InterruptedException {
        String base =
                call.configuration().get("prometheus_base_url").map(Json::text).orElse("http://localhost:9090");
        var query = new Json.Obj(parameters);
        boolean verified = call.find("verify_tls").map(Json::truthy).orElse(true);
        var reply = ExtensionCall.get(call, base + "/api/v1/" + endpoint, query)
                .with("Accept", "application/json")
                .send(verified);
        if (reply.status() != 200) {
            throw ExtensionCall.failed(what + PythonText.of(query) + " failed: " + reply.text());
        }
        return reply.json();
    }

    private static boolean understood(Json.Obj arguments, String name) {
        Json given = arguments.get(name).orElse(Json.Null.NULL);
        return !given.truthy() || instant(given.text(), Instant.EPOCH).isPresent();
    }

    private static Optional<Json> moment(Twin.Call call, String name) {
        return call.find(name)
                .filter(Json::truthy)
                .flatMap(given -> instant(given.text(), call.machine().clock().instant()))
                .map(instant -> Json.of(RFC3339.format(instant)));
    }

    private static Optional<Instant> instant(String words, Instant now) {
        String text = words.strip();
        if (text.equalsIgnoreCase("now")) {
            return Optional.of(now);
        }
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            return Optional.of(now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1)))));
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Duration unit(String name) {
        return switch (name.toLowerCase(Locale.ROOT).charAt(0)) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            case 'd' -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
