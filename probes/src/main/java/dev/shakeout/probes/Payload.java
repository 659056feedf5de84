package dev.shakeout.probes;

import dev.shakeout.model.Json;
import dev.shakeout.model.PythonText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP probe's arguments put where they travel: GET's in the query; else as JSON where the header Content-Type,
 * written just so, is application/json; else as a form, or bare where they are text. As Chaos Toolkit does it (chaoslib/provider/http.py).
 */
record Payload(URI url, Map<String, String> headers, String body) {
    static Payload of(String method, URI url, Map<String, String> headers, Json arguments) {
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        boolean none = arguments == Json.Null.NULL || arguments.equals(Json.Obj.EMPTY);
        if (method.equals("GET")) {
            return new Payload(none ? url : withQuery(url, form(arguments)), sent, "");
        }
        if ("application/json".equals(headers.get("Content-Type"))) {
            return new Payload(url, sent, arguments == Json.Null.NULL ? "" : arguments.compact());
        }
        if (none) {
            return new Payload(url, sent, "");
        }
        if (!(arguments instanceof Json.Str)) {
            sent.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        }
        return new Payload(url, sent, form(arguments));
    }

    private static URI withQuery(URI url, String query) {
        if (query.isEmpty()) {
            return url;
        }
        String text = url.toString();
        int fragment = text.indexOf('#');
        String base = fragment < 0 ? text : text.substring(0, fragment);
        String joint = url.getRawQuery() == null ? "?" : url.getRawQuery().isEmpty() ? "" : "&";
        return new WebAddress().parse(Json.of(base + joint + query));
    }

    private static String form(Json arguments) {
        return switch (arguments) {
            case Json.Obj(var members) -> {
                var pairs = new ArrayList<String>();
                members.forEach((name, value) -> pairs.addAll(pairs(name, value)));
                yield String.join("&", pairs);
            }
            case Json.Arr(var items) -> {
                var pairs = new ArrayList<String>();
                items.forEach(item -> pairs.addAll(
                        item instanceof Json.Arr(var pair) && pair.size() == 2
                                ? pairs(PythonText.of(pair.getFirst()), pair.getLast())
                                : List.of(encoded(PythonText.of(item)))));
                yield String.join("&", pairs);
            }
            default -> arguments.text();
        };
    }

    /** A list repeats its name; null leaves it out. */
    private static List<String> pairs(String name, Json value) {
        var values = value instanceof Json.Arr(var items) ? items : List.of(value);
        return values.stream()
                .filter(each -> each != Json.Null.NULL)
                .map(each -> encoded(name) + "=" + encoded(PythonText.of(each)))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
