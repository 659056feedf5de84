package dev.shakeout.faults.host.proxy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what follows the word http in a line: {@code http delay latency=100ms method=GET path=/api/* header.Accept=*json*}.
 * The values are percent-encoded, so that they may hold anything.
 *
 * <pre>
 *   which     method=GET path=PATTERN header.NAME=PATTERN
 *             if-status=N answer.NAME=PATTERN, of answers
 *   in TLS    certificate=PATH key=PATH [ca=PATH]
 *   delay     latency=100ms
 *   abort
 *   answer    status=503 [body=TEXT]
 *   rewrite   [status=N] [to-method=M] [to-path=P] [query.NAME=V] [set.NAME=V] [body=TEXT] [patch=JSON]
 * </pre>
 */
final class HttpLine {
    private final Map<String, String> values = new LinkedHashMap<>();

    private HttpLine(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is not NAME=VALUE");
            }
            values.put(
                    word.substring(0, equals), URLDecoder.decode(word.substring(equals + 1), StandardCharsets.UTF_8));
        }
    }

    /**
     * @param words of the line, from "http" on
     * @throws IllegalArgumentException when it is none of the above
     */
    static ConnectionFault.Http parse(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("'http' needs one of: delay, abort, answer, rewrite");
        }
        var line = new HttpLine(words.subList(2, words.size()));
        return new ConnectionFault.Http(line.match(), line.change(words.get(1)), line.tls());
    }

    private Optional<TlsFiles> tls() {
        return find("certificate")
                .map(path -> new TlsFiles(
                        Path.of(path), Path.of(get("key")), find("ca").map(Path::of)));
    }

    private HttpMatch match() {
        var headers = new LinkedHashMap<String, Pattern>();
        all("header.").forEach((name, pattern) -> headers.put(name, HttpMatch.pattern(pattern)));
        return new HttpMatch(find("method"), find("path").map(HttpMatch::pattern), headers, answers());
    }

    private HttpMatch.Answers answers() {
        var headers = new LinkedHashMap<String, Pattern>();
        all("answer.").forEach((name, pattern) -> headers.put(name, HttpMatch.pattern(pattern)));
        return new HttpMatch.Answers(find("if-status").map(Integer::parseInt), headers);
    }

    private HttpChange change(String kind) {
        return switch (kind) {
            case "delay" -> new HttpChange.Delay(Span.parse(get("latency")));
            case "abort" -> new HttpChange.Abort();
            case "answer" ->
                new HttpChange.Answer(
                        Integer.parseInt(get("status")), find("body").orElse(""));
            case "rewrite" -> rewrite();
            default ->
                throw new IllegalArgumentException(
                        "'http " + kind + "' is no fault; known are: delay, abort, answer," + " rewrite");
        };
    }

    private HttpChange rewrite() {
        Optional<Json> patch = find("patch").map(HttpLine::json);
        return new HttpChange.Rewrite(
                find("status").map(Integer::parseInt),
                find("to-method"),
                find("to-path"),
                all("query."),
                all("set."),
                find("body"),
                patch);
    }

    private static Json json(String text) {
        try {
            return JsonReader.read(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("patch is no JSON: " + e.getMessage(), e);
        }
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private String get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("'" + name + "=…' is missing"));
    }

    private Map<String, String> all(String prefix) {
        var found = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
