package dev.shakeout.bench;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tokens by which thousands of agents join the environment "bench", made by the API as everybody makes them. */
final class Enrolments {
    /** One alone may not ask as often as this does. */
    private static final int ASKING = 40;

    private static final int AT_ONCE = 4;

    private Enrolments() {}

    /** Writes them to the file "tokens" in a folder, a line for each. */
    static void make(ServerProcess server, int count, Path folder)
            throws IOException, InterruptedException, ExecutionException {
        server.send("PUT", "/api/v1/environments/bench", Optional.of("{\"description\": \"\"}"), server.token());
        var operators = new ArrayList<String>();
        for (int i = 0; i < ASKING; i++) {
            operators.add(text(
                    server.send(
                            "POST",
                            "/api/v1/tokens",
                            Optional.of("{\"name\": \"bench\", \"role\": \"operator\"}"),
                            server.token()),
                    "token"));
        }
        var made = new ArrayList<Future<String>>();
        try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < count; i++) {
                String operator = operators.get(i % ASKING);
                made.add(workers.submit(() -> text(
                        server.send(
                                "POST",
                                "/api/v1/enrolments",
                                Optional.of("{\"environment\": \"bench\", \"labels\": {\"role\": \"*\"}}"),
                                operator),
                        "token")));
            }
            List<String> tokens = new ArrayList<>();
            for (var each : made) {
                tokens.add(each.get());
            }
            Files.write(folder.resolve("tokens"), tokens);
        }
    }

    static String text(String json, String member) {
        return JsonReader.read(json) instanceof Json.Obj object
                ? object.get(member).map(Json::text).orElseThrow()
                : "";
    }
}
