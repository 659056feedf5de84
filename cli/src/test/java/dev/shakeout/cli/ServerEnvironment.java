package dev.shakeout.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Makes environments on a server, which no command does. */
record ServerEnvironment(String url, String token) {
    /** @return whether it was made */
    boolean made(String name) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/environments/" + name))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"description\": \"for tries\"}"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).statusCode() == 201;
        }
    }
}
