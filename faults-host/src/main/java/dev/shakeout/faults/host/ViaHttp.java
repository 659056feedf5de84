package dev.shakeout.faults.host;

import dev.shakeout.faults.host.proxy.HttpPattern;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a proxy of ours can do to requests of HTTP/1.1 and their answers. Other traffic through it passes as it is. */
interface ViaHttp extends ProxyFault {
    /** Asking with one of these changes nothing (RFC 9110, section 9.2.1). */
    Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    Parameter<String> METHOD =
            Parameter.optional("method", Type.text(), "Only requests with this method, such as GET.");

    Parameter<String> PATH = Parameter.optional(
            "path",
            HttpPattern.TYPE,
            "Only requests for such a path: * is any text, ? any character; or a regular expression after ~.");

    Parameter<Map<String, String>> HEADERS = Parameter.optional(
            "if-headers",
            Type.textMap(),
            "Only requests that have these headers, with such values; patterns as in path.");

    Parameter<String> SIDE = Parameter.withDefault(
            "side", Type.choice("request", "response"), "request", "What is hit: the request or its response.");

    Parameter<String> TRY = Parameter.optional(
            "try",
            Type.text(),
            "What to ask the service for to measure the effect; by default the path, with nothing for each *.");

    Parameter<Percent> REQUESTS = Parameter.withDefault(
            PERCENT.name(), Type.percent(1, 100), new Percent(100), "Share of the requests that are hit.");

    /** Those that every fault of this kind has, after its own. */
    static Descriptor descriptor(String name, String help, Parameter<?>... own) {
        var all = new ArrayList<>(Arrays.asList(own));
        all.addAll(List.of(METHOD, PATH, HEADERS, SIDE, REQUESTS, TRY, PORT));
        return Descriptor.of(name, help, all.toArray(Parameter<?>[]::new));
    }

    /** What is done, as the words of a line that follow "http". */
    String change(Arguments arguments);

    @Override
    default String line(Arguments arguments) {
        var line = new StringBuilder("http ").append(change(arguments));
        arguments.find(METHOD).ifPresent(method -> line.append(word("method", method)));
        arguments.find(PATH).ifPresent(path -> line.append(word("path", path)));
        arguments.find(HEADERS).ifPresent(headers -> line.append(words("header.", headers)));
        String side = arguments.get(SIDE).equals("request") ? "requests" : "answers";
        return line + " direction=" + side + ViaProxy.share(arguments);
    }

    /** Percent-encoded, so that the value may hold anything. */
    static String word(String name, String value) {
        return " " + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static String words(String prefix, Map<String, String> values) {
        var words = new StringBuilder();
        values.forEach((name, value) -> words.append(word(prefix + name, value)));
        return words.toString();
    }

    @Override
    default Optional<String> problem(Arguments arguments) {
        if (arguments.find(TRY).isPresent()) {
            return Optional.empty();
        }
        if (arguments.find(PATH).stream().anyMatch(path -> path.startsWith("~"))) {
            return Optional.of("give try: a path that the expression meets, to measure the effect with");
        }
        return arguments
                .find(METHOD)
                .filter(method -> !SAFE.contains(method))
                .map(method -> "give try: measuring the effect takes a " + method
                        + " request, which the service may act on; name a path where that does no harm");
    }

    /** A request that is meant, from a client of our own. */
    static String request(Service service, Arguments arguments) {
        String path = arguments
                .find(TRY)
                .or(() -> arguments
                        .find(PATH)
                        .map(pattern -> pattern.replace("*", "").replace('?', 'x')))
                .filter(text -> !text.isEmpty())
                .orElse("/");
        var head = new StringBuilder(arguments.find(METHOD).orElse("GET")).append(' ');
        head.append(path.startsWith("/") ? path : "/" + path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(service.host());
        head.append("\r\nUser-Agent: shakeout\r\n");
        arguments
                .find(HEADERS)
                .ifPresent(headers -> headers.forEach((name, pattern) -> head.append(name)
                        .append(": ")
                        .append(pattern.replace("*", "").replace('?', 'x'))
                        .append("\r\n")));
        return head.append("Content-Length: 0\r\nConnection: close\r\n\r\n").toString();
    }

    /** How many of those requests get an answer like that. */
    static Conversations answers(
            Service service, Arguments arguments, String what, java.util.function.Predicate<Conversation> like) {
        return new Conversations(
                service,
                Conversation.Kind.HTTP,
                request(service, arguments),
                java.time.Duration.ofSeconds(2),
                arguments.get(PERCENT),
                what,
                "%",
                each -> like.test(each) ? 100 : 0,
                _ -> 100);
    }
}
