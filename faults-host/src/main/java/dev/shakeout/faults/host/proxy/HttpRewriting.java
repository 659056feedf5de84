package dev.shakeout.faults.host.proxy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries out a {@link HttpChange.Rewrite}. */
final class HttpRewriting {
    private HttpRewriting() {}

    static HttpHead request(HttpHead head, HttpChange.Rewrite by) {
        HttpHead next = head;
        if (by.method().isPresent()) {
            next = next.started(0, by.method().get());
        }
        if (by.path().isPresent()) {
            int query = next.target().indexOf('?');
            next = next.started(
                    1, by.path().get() + (query < 0 ? "" : next.target().substring(query)));
        }
        for (var parameter : by.query().entrySet()) {
            next = next.started(1, withQuery(next.target(), parameter.getKey(), parameter.getValue()));
        }
        return headers(next, by);
    }

    static HttpHead answer(HttpHead head, HttpChange.Rewrite by) {
        HttpHead next = head;
        if (by.status().isPresent()) {
            next = next.started(1, by.status().get().toString());
            next = next.start().size() > 2 ? next.started(2, reason(by.status().get())) : next;
        }
        return headers(next, by);
    }

    private static HttpHead headers(HttpHead head, HttpChange.Rewrite by) {
        HttpHead next = head;
        for (var header : by.headers().entrySet()) {
            next = next.with(header.getKey(), header.getValue());
        }
        return next;
    }

    /** A parameter that is there already gets the new value. */
    private static String withQuery(String target, String name, String value) {
        String set = encode(name) + "=" + encode(value);
        int mark = target.indexOf('?');
        if (mark < 0) {
            return target + "?" + set;
        }
        Stream<String> others = Arrays.stream(target.substring(mark + 1).split("&", -1))
                .filter(each -> !each.isEmpty() && !each.replaceFirst("=.*", "").equals(encode(name)));
        return target.substring(0, mark + 1)
                + Stream.concat(others, Stream.of(set)).collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A whole answer of ours. */
    static byte[] answer(HttpChange.Answer answer, HttpHead request) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " " + reason(answer.status())
                + "\r\nContent-Type: text/plain; charset=utf-8\r\n" + "Content-Length: " + body.length + "\r\n"
                + (request.closes() ? "Connection: close\r\n" : "") + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        if (request.method().equals("HEAD")) {
            return start;
        }
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    /** Clients go by the number; the words are for people. */
    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status " + status;
        };
    }

    /** Empty when the body is no JSON: then there is nothing to patch. */
    static Optional<byte[]> patched(byte[] body, Json patch) {
        try {
            Json before = JsonReader.read(new String(body, StandardCharsets.UTF_8));
            return Optional.of(merged(before, patch).text().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }

    /** RFC 7396: members are merged, null removes, anything else takes the place of what was there. */
    private static Json merged(Json before, Json patch) {
        if (!(patch instanceof Json.Obj(var changes))) {
            return patch;
        }
        var members =
                new LinkedHashMap<String, Json>(before instanceof Json.Obj(var known) ? known : new LinkedHashMap<>());
        changes.forEach((name, change) -> {
            if (change instanceof Json.Null) {
                members.remove(name);
            } else {
                members.put(name, merged(members.getOrDefault(name, Json.Null.NULL), change));
            }
        });
        return new Json.Obj(members);
    }
}
