package dev.shakeout.faults.host.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first line and the headers of a message of HTTP/1.1 (RFC 9112). What is not changed is written as it was read.
 *
 * @param start the words of the first line: method, target, version; or version, status, reason
 * @param lines the headers, a line each
 */
record HttpHead(List<String> start, List<String> lines) {
    /** How the end of a message's body is told. */
    sealed interface Body {
        record Of(long bytes) implements Body {}

        record Chunked() implements Body {}

        record UntilClose() implements Body {}
    }

    static final Body NONE = new Body.Of(0);

    /** @param text up to and with the empty line */
    static HttpHead parse(String text) {
        List<String> all = Arrays.asList(text.split("\r?\n", -1));
        return new HttpHead(
                List.of(all.getFirst().split(" ", 3)),
                all.subList(1, all.size()).stream()
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    byte[] bytes() {
        var text = new StringBuilder(String.join(" ", start)).append("\r\n");
        lines.forEach(line -> text.append(line).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    String method() {
        return start.getFirst();
    }

    String target() {
        return start.get(1);
    }

    /** Without scheme, host and query. */
    String path() {
        String path = target().replaceFirst("^https?://[^/?]*", "").replaceFirst("[?#].*", "");
        return path.isEmpty() ? "/" : path;
    }

    /** 0 when it is no number. */
    int status() {
        return start.size() > 1 && start.get(1).matches("\\d{3}") ? Integer.parseInt(start.get(1)) : 0;
    }

    List<String> values(String name) {
        return lines.stream()
                .filter(line -> named(line, name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }

    private static boolean named(String line, String name) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
    }

    /** Whether a word is in the list that a header is, in small letters. */
    boolean says(String name, String word) {
        return values(name).stream()
                .flatMap(value -> Arrays.stream(value.toLowerCase(Locale.ROOT).split(",", -1)))
                .anyMatch(each -> each.strip().equals(word));
    }

    boolean closes() {
        boolean old = start.contains("HTTP/1.0");
        return says("connection", "close") || (old && !says("connection", "keep-alive"));
    }

    HttpHead with(String name, String value) {
        HttpHead other = without(name);
        var more = new ArrayList<>(other.lines());
        more.add(name + ": " + value);
        return new HttpHead(start, List.copyOf(more));
    }

    HttpHead without(String name) {
        return new HttpHead(
                start, lines.stream().filter(line -> !named(line, name)).toList());
    }

    HttpHead started(int word, String value) {
        var words = new ArrayList<>(start);
        words.set(word, value);
        return new HttpHead(List.copyOf(words), lines);
    }

    /** With a body of that length instead of the one it announced. */
    HttpHead sized(int bytes) {
        return without("Transfer-Encoding").without("Content-Length").with("Content-Length", Integer.toString(bytes));
    }

    /** Empty when the length is nothing that one could go by. */
    Optional<Body> requestBody() {
        if (says("transfer-encoding", "chunked")) {
            return Optional.of(new Body.Chunked());
        }
        return values("transfer-encoding").isEmpty() ? length(NONE) : Optional.empty();
    }

    /** @param method of the request */
    Optional<Body> answerBody(String method) {
        int status = status();
        if (method.equals("HEAD") || status == 204 || status == 304 || status / 100 == 1) {
            return Optional.of(NONE);
        }
        if (says("transfer-encoding", "chunked")) {
            return Optional.of(new Body.Chunked());
        }
        return values("transfer-encoding").isEmpty()
                ? length(new Body.UntilClose())
                : Optional.of(new Body.UntilClose());
    }

    private Optional<Body> length(Body otherwise) {
        List<String> lengths = values("content-length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return Optional.of(otherwise);
        }
        return lengths.size() == 1 && lengths.getFirst().matches("\\d{1,18}")
                ? Optional.of(new Body.Of(Long.parseLong(lengths.getFirst())))
                : Optional.empty();
    }
}
