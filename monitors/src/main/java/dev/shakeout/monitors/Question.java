package dev.shakeout.monitors;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.probes.CallBounds;
import dev.shakeout.probes.HttpCall;
import dev.shakeout.probes.TimeLimits;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a monitor is asked by HTTP. No redirect is followed, as keys go with it.
 *
 * @param whom the monitor, for messages
 */
record Question(String whom, URI base, Map<String, String> headers, Duration limit, Map<String, String> environment) {
    private static final CallBounds BOUNDS = new CallBounds(_ -> {}, 0, 8 << 20);
    private static final int QUOTED = 300;

    /** What came back, whatever its status. */
    record Answered(int status, String text, Map<String, String> headers, String whom) {
        boolean ok() {
            return status == 200;
        }

        Json.Obj json() throws ProbeFailed {
            try {
                if (JsonReader.read(text) instanceof Json.Obj object) {
                    return object;
                }
            } catch (BadValue _) {
                // told below
            }
            throw new ProbeFailed(whom + " answers what is no JSON object: " + quoted());
        }

        String quoted() {
            String line = text.strip().replaceAll("\\s+", " ");
            return line.length() > QUOTED ? line.substring(0, QUOTED) + "…" : line;
        }
    }

    /** @throws ProbeFailed no answer came */
    Answered ask(String path, Map<String, String> query) throws ProbeFailed, InterruptedException {
        String asked = query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        String address = base.toString().replaceAll("/+$", "") + path + (asked.isEmpty() ? "" : "?" + asked);
        var call = new HttpCall(
                "GET", URI.create(address), headers, "", new TimeLimits(limit, limit), true, 1, environment, BOUNDS);
        try {
            var reply = call.send();
            String type = reply.answer().headers().getOrDefault("Content-Type", "application/json");
            return new Answered(
                    reply.answer().status(),
                    reply.body().text(type),
                    reply.answer().headers(),
                    whom);
        } catch (IOException e) {
            throw new ProbeFailed(
                    whom + " does not answer: " + call.reason(e, "trust it on this host", "; raise timeout if it may"));
        }
    }

    /**
     * The first of some names that the monitor does not list, and what may have been meant; empty when it lists all of them, or does
     * not say.
     *
     * @param list the member of its answer that has those it knows
     * @param words of a name that it does not
     */
    String unknown(
            Stream<String> names, String path, Map<String, String> query, String list, UnaryOperator<String> words)
            throws InterruptedException {
        try {
            Answered answer = ask(path, query);
            if (answer.ok() && answer.json().get(list).orElse(Json.Null.NULL) instanceof Json.Arr(var items)) {
                List<String> known = items.stream().map(Json::text).toList();
                return names.filter(name -> !known.contains(name))
                        .findFirst()
                        .map(name -> words.apply(name) + Nearest.suggestion(name, known))
                        .orElse("");
            }
        } catch (ProbeFailed _) {
            // it is told without
        }
        return "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
