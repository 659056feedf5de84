package dev.shakeout.faults.host.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** The head of a message of HTTP/2, and how it would be one of HTTP/1.1: so both are matched and changed by the same code. */
record H2Fields(List<Header> all) {
    private static final String VERSION = "HTTP/2";

    /** They concern a connection, and HTTP/2 has them elsewhere (RFC 9113, section 8.2.2). */
    private static final Set<String> NOT_HERE =
            Set.of("connection", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection");

    static H2Fields of(String... namesAndValues) {
        var all = new ArrayList<Header>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(new BasicHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new H2Fields(List.copyOf(all));
    }

    /** A request of HTTP/1.1 as it would be here. */
    static H2Fields request(HttpHead head, String scheme) {
        var all = new ArrayList<Header>();
        all.add(new BasicHeader(":method", head.method()));
        all.add(new BasicHeader(":scheme", scheme));
        head.values("host").stream().findFirst().ifPresent(host -> all.add(new BasicHeader(":authority", host)));
        all.add(new BasicHeader(":path", head.target()));
        all.addAll(of().regular(head.without("host")));
        return new H2Fields(List.copyOf(all));
    }

    /** A whole answer of ours but for its body. */
    static H2Fields answer(HttpChange.Answer answer, int length) {
        return of(
                ":status",
                Integer.toString(answer.status()),
                "content-type",
                "text/plain; charset=utf-8",
                "content-length",
                Integer.toString(length));
    }

    Optional<String> value(String name) {
        return all.stream()
                .filter(field -> field.getName().equals(name))
                .map(field -> String.valueOf(field.getValue()))
                .findFirst();
    }

    /** Empty when it is no request. */
    Optional<HttpHead> request() {
        Optional<String> method = value(":method");
        Optional<String> target = value(":path").or(() -> value(":authority"));
        if (method.isEmpty() || target.isEmpty() || target.get().isEmpty()) {
            return Optional.empty();
        }
        var lines = new ArrayList<String>();
        value(":authority").filter(_ -> value("host").isEmpty()).ifPresent(host -> lines.add("host: " + host));
        lines.addAll(lines());
        return Optional.of(new HttpHead(List.of(method.get(), target.get(), VERSION), List.copyOf(lines)));
    }

    /** Empty when it is no answer. */
    Optional<HttpHead> answer() {
        return value(":status").map(status -> new HttpHead(List.of(VERSION, status), lines()));
    }

    private List<String> lines() {
        return all.stream()
                .filter(field -> !field.getName().startsWith(":"))
                .map(field -> field.getName() + ": " + field.getValue())
                .toList();
    }

    /** With what a changed head says. */
    H2Fields asRequest(HttpHead changed) {
        if (request().equals(Optional.of(changed))) {
            return this;
        }
        var next = new ArrayList<Header>();
        Optional<String> host = changed.values("host").stream().findFirst();
        boolean hostElsewhere = value(":authority").isPresent();
        for (Header field : all) {
            switch (field.getName()) {
                case ":method" -> next.add(new BasicHeader(":method", changed.method()));
                case ":path" -> next.add(new BasicHeader(":path", changed.target()));
                case ":authority" -> next.add(new BasicHeader(":authority", host.orElse(field.getValue())));
                case String name when name.startsWith(":") -> next.add(field);
                default -> {}
            }
        }
        next.addAll(regular(hostElsewhere ? changed.without("host") : changed));
        return new H2Fields(List.copyOf(next));
    }

    H2Fields asAnswer(HttpHead changed) {
        if (answer().equals(Optional.of(changed))) {
            return this;
        }
        var next = new ArrayList<Header>();
        next.add(new BasicHeader(":status", Integer.toString(changed.status())));
        next.addAll(regular(changed));
        return new H2Fields(List.copyOf(next));
    }

    /** What must not be compressed stays so (RFC 7541, section 7.1.3). */
    private List<Header> regular(HttpHead changed) {
        Set<String> secret =
                all.stream().filter(Header::isSensitive).map(Header::getName).collect(Collectors.toSet());
        var regular = new ArrayList<Header>();
        for (String line : changed.lines()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (!NOT_HERE.contains(name)) {
                regular.add(new BasicHeader(name, line.substring(colon + 1).strip(), secret.contains(name)));
            }
        }
        return regular;
    }
}
