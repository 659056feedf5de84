package dev.shakeout.faults.host;

import dev.shakeout.faults.host.proxy.HttpMatch;
import dev.shakeout.faults.host.proxy.HttpPattern;
import dev.shakeout.faults.host.proxy.TlsFiles;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a proxy of ours can do to requests of HTTP/1.1 and HTTP/2 and their answers. Other traffic passes as it is. */
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

    Parameter<Integer> IF_STATUS = Parameter.optional(
            "if-status",
            Type.integer(200, 599),
            "Only responses that the service gives with this status; goes with side: response.");

    Parameter<Map<String, String>> IF_RESPONSE_HEADERS = Parameter.optional(
            "if-response-headers",
            Type.textMap(),
            "Only responses that have these headers, with such values; patterns as in path. Goes with side: response.");

    Parameter<String> SIDE = Parameter.withDefault(
            "side", Type.choice("request", "response"), "request", "What is hit: the request or its response.");

    Parameter<String> TRY = Parameter.optional(
            "try",
            Type.text(),
            "What to ask the service for to measure the effect, with that method; by default the path, with nothing for each"
                    + " *, and by GET if the method might change something.");

    Parameter<Percent> REQUESTS = Parameter.withDefault(
            PERCENT.name(), Type.percent(1, 100), new Percent(100), "Share of the requests that are hit.");

    Parameter<String> CERTIFICATE = Parameter.optional(
            "certificate",
            Type.text(),
            "PEM file with the certificate of the service, and key: to look into TLS, which passes untouched otherwise.");

    Parameter<String> KEY =
            Parameter.optional("key", Type.text(), "PEM file with the key of the certificate, without a password.");

    Parameter<String> CA = Parameter.optional(
            "ca",
            Type.text(),
            "PEM file with certificates that may have signed the service's, besides the usual ones and certificate.");

    /** Those that every fault of this kind has, after its own. */
    static Descriptor descriptor(String name, String help, Parameter<?>... own) {
        var all = new ArrayList<>(Arrays.asList(own));
        all.addAll(List.of(
                METHOD,
                PATH,
                HEADERS,
                SIDE,
                IF_STATUS,
                IF_RESPONSE_HEADERS,
                REQUESTS,
                TRY,
                PORT,
                CERTIFICATE,
                KEY,
                CA));
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
        arguments.find(IF_STATUS).ifPresent(status -> line.append(word("if-status", status.toString())));
        arguments.find(IF_RESPONSE_HEADERS).ifPresent(headers -> line.append(words("answer.", headers)));
        tls(arguments).ifPresent(files -> {
            line.append(word("certificate", files.certificate().toString()));
            line.append(word("key", files.key().toString()));
            files.ca().ifPresent(ca -> line.append(word("ca", ca.toString())));
        });
        String side = arguments.get(SIDE).equals("request") ? "requests" : "answers";
        return line + " direction=" + side + ViaProxy.share(arguments);
    }

    /** Whose paths are those of the user; only these are ever told, the proxy reads the files itself. */
    private static Optional<TlsFiles> tls(Arguments arguments) {
        if (arguments.find(CERTIFICATE).isEmpty() || arguments.find(KEY).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsFiles(
                path(arguments.get(CERTIFICATE)),
                path(arguments.get(KEY)),
                arguments.find(CA).map(ViaHttp::path)));
    }

    private static Path path(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    /** As its clients reach it. */
    static Service reached(Service service, Arguments arguments) {
        return service.asked(tls(arguments));
    }

    /** Whether it depends on the response what is hit. */
    private static boolean asksForResponse(Arguments arguments) {
        return arguments.find(IF_STATUS).isPresent()
                || arguments.find(IF_RESPONSE_HEADERS).isPresent();
    }

    private static Optional<String> tlsProblem(Arguments arguments) {
        boolean certificate = arguments.find(CERTIFICATE).isPresent();
        if (certificate != arguments.find(KEY).isPresent()) {
            return Optional.of("give both certificate and key, or neither: one is no use without the other");
        }
        if (!certificate && arguments.find(CA).isPresent()) {
            return Optional.of("give certificate and key as well: without them nothing encrypted is looked into");
        }
        try {
            tls(arguments).ifPresent(TlsFiles::load);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
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
        if (asksForResponse(arguments) && arguments.get(SIDE).equals("request")) {
            return Optional.of(
                    "if-status and if-response-headers need side: response, as a request is hit before it has one");
        }
        Optional<String> tls = tlsProblem(arguments);
        if (tls.isPresent() || arguments.find(TRY).isPresent()) {
            return tls;
        }
        return arguments
                .find(PATH)
                .filter(path -> path.startsWith("~"))
                .map(_ -> "give try: a path that the expression meets, to measure the effect with");
    }

    /** The method that a request is meant for, if it is asked with another one so that the service need not act. */
    private static Optional<String> spared(Arguments arguments) {
        return arguments
                .find(METHOD)
                .filter(method -> arguments.find(TRY).isEmpty() && !SAFE.contains(method.toUpperCase(Locale.ROOT)));
    }

    @Override
    default List<String> notes(Arguments arguments) {
        Stream<String> answered = asksForResponse(arguments)
                ? Stream.of(
                        "its effect is measured by requests whose responses have to be such as are hit; give try for one"
                                + " that is answered so")
                : Stream.empty();
        Stream<String> marked = spared(arguments)
                .map(method -> "its effect is measured by GET requests that are marked (" + HttpMatch.IN_PLACE_OF + ": "
                        + method + "), as the service may act on " + method + "; give try for real ones")
                .stream();
        return Stream.concat(answered, marked).toList();
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
        Optional<String> spared = spared(arguments);
        var head = new StringBuilder(
                        spared.isPresent() ? "GET" : arguments.find(METHOD).orElse("GET"))
                .append(' ');
        head.append(path.startsWith("/") ? path : "/" + path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(service.host());
        head.append("\r\nUser-Agent: shakeout\r\n");
        spared.ifPresent(method ->
                head.append(HttpMatch.IN_PLACE_OF + ": ").append(method).append("\r\n"));
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
                reached(service, arguments),
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
