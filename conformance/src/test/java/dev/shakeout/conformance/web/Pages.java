package dev.shakeout.conformance.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What the server answers, by the first part of the path. */
final class Pages {
    private static final String JSON =
            "{\"healthy\": true, \"ratio\": 0.5, \"items\": [{\"id\": 1, \"name\": \"ada\"}, {\"id\": 2, \"name\": \"bob\"}]}";

    private final Path files;
    private final FakeVault vault = new FakeVault();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** @param files what is served under /files/ and /private/ */
    Pages(Path files) {
        this.files = files;
    }

    /** Nothing for a connection that is to be closed without an answer. */
    Optional<Answer> answer(Request request) throws IOException, InterruptedException {
        String[] path = request.path().split("/", 3);
        String rest = path.length > 2 ? path[2] : "";
        return switch (path[1]) {
            case "json" -> Optional.of(Answer.json(JSON));
            case "json-with-charset" -> Optional.of(Answer.of(200, "application/json; charset=utf-8", JSON));
            case "json-in-capitals" -> Optional.of(Answer.of(200, "Application/JSON", JSON));
            case "json-as-text" -> Optional.of(Answer.of(200, "text/plain", JSON));
            case "broken-json" -> Optional.of(Answer.json("{\"healthy\": "));
            case "text" -> Optional.of(Answer.of(200, "text/plain; charset=utf-8", "All is w\u00e9ll\n"));
            case "text-without-charset" -> Optional.of(Answer.of(200, "text/plain", "caf\u00e9"));
            case "latin-1" -> Optional.of(latin1());
            case "without-type" -> Optional.of(new Answer(200, List.of(), "plain".getBytes(StandardCharsets.UTF_8)));
            case "number" -> Optional.of(Answer.json(rest));
            case "status" -> Optional.of(Answer.of(Integer.parseInt(rest), "text/plain", "status " + rest));
            case "nothing" -> Optional.of(new Answer(204, List.of(), new byte[0]));
            case "odd-headers" ->
                Optional.of(Answer.of(200, "text/plain", "x")
                        .with("X-oDD-Case: one")
                        .with("X-Twice: first")
                        .with("X-Twice: second"));
            case "redirect" ->
                Optional.of(Answer.of(302, "text/plain", "over there").with("Location: /" + rest));
            case "count" -> Optional.of(Answer.json(Integer.toString(counts.merge(rest, 1, Integer::sum))));
            case "flaky" -> // closes the first connections, as many as the path says
                counts.merge(request.path(), 1, Integer::sum) <= Integer.parseInt(rest)
                        ? Optional.empty()
                        : Optional.of(Answer.json("\"at last\""));
            case "drop" -> Optional.empty();
            case "slow" -> {
                TimeUnit.MILLISECONDS.sleep(Long.parseLong(rest));
                yield Optional.of(Answer.json("\"late\""));
            }
            case "files" -> Optional.of(file(request, rest));
            case "private" ->
                Optional.of(
                        request.header("Authorization")
                                        .filter("bearer let-me-in"::equalsIgnoreCase)
                                        .isPresent()
                                ? file(request, rest)
                                : Answer.of(401, "text/plain", "who are you?"));
            case "v1" -> Optional.of(vault.answer(request));
            default -> Optional.of(Answer.of(404, "text/plain", "no such page"));
        };
    }

    private static Answer latin1() {
        return new Answer(
                200,
                List.of("Content-Type: text/plain; charset=iso-8859-1"),
                "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A file of the run, as the content type that the query asks for. */
    private Answer file(Request request, String name) throws IOException {
        return Answer.of(200, request.query("as").orElse("text/plain"), Files.readString(files.resolve(name)));
    }
}
