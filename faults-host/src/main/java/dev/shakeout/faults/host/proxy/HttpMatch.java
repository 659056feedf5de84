package dev.shakeout.faults.host.proxy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which requests are meant. A pattern is a glob, in which * stands for any text and ? for one character, or a regular
 * expression after a tilde: {@code ~^/orders/\d+$}.
 *
 * @param path pattern for the path, without the query
 * @param headers patterns for the values of headers, by their names, that must all be there
 * @param answer which of their answers are meant, where answers are
 */
public record HttpMatch(Optional<String> method, Optional<Pattern> path, Map<String, Pattern> headers, Answers answer) {
    /**
     * Which answers are meant, as the service gives them; without anything all are.
     *
     * @param headers as those of a request
     */
    record Answers(Optional<Integer> status, Map<String, Pattern> headers) {
        boolean areAll() {
            return status.isEmpty() && headers.isEmpty();
        }

        boolean have(HttpHead answer) {
            return status.stream().allMatch(wanted -> wanted == answer.status()) && HttpMatch.have(answer, headers);
        }
    }

    /** A request with it is met as if it had the method that it names; so one that changes nothing can be tried. */
    public static final String IN_PLACE_OF = "Shakeout-In-Place-Of";

    /** @throws IllegalArgumentException it is no regular expression */
    static Pattern pattern(String text) {
        if (text.startsWith("~")) {
            return Pattern.compile(text.substring(1));
        }
        var regex = new StringBuilder("^");
        text.chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.compile(regex + "$", Pattern.DOTALL);
    }

    boolean meets(HttpHead request) {
        return method.stream().allMatch(wanted -> wanted.equalsIgnoreCase(method(request)))
                && path.stream()
                        .allMatch(wanted -> wanted.matcher(request.path()).find())
                && have(request, headers);
    }

    private static boolean have(HttpHead head, Map<String, Pattern> headers) {
        return headers.entrySet().stream()
                .allMatch(wanted -> head.values(wanted.getKey()).stream()
                        .anyMatch(value -> wanted.getValue().matcher(value).find()));
    }

    private static String method(HttpHead request) {
        return request.values(IN_PLACE_OF).stream().findFirst().orElse(request.method());
    }
}
