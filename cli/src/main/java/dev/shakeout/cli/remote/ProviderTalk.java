package dev.shakeout.cli.remote;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.probes.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Requests to an OpenID provider, whose answers are short objects of JSON. */
final class ProviderTalk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long LARGEST = 1 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** @param error by which RFC 6749 says what is wrong; empty when nothing is */
    record Answer(String error, Json.Obj json) {
        Json.Obj orThrow() throws IOException {
            if (!error.isEmpty()) {
                String more = member(json, "error_description");
                throw new IOException("the provider refused: " + error + (more.isEmpty() ? "" : ", " + more));
            }
            return json;
        }
    }

    Json.Obj get(String address) throws IOException {
        return send(address, HttpRequest.newBuilder().GET()).orThrow();
    }

    Answer post(String address, Map<String, String> form) throws IOException {
        return send(
                address,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(form))));
    }

    static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static String member(Json.Obj object, String name) {
        return object.get(name)
                .filter(value -> value != Json.Null.NULL)
                .map(Json::text)
                .orElse("");
    }

    private Answer send(String address, HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(
                    request.uri(trusted(address))
                            .timeout(LIMIT)
                            .header("Accept", "application/json")
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
            if (JsonReader.read(response.body()) instanceof Json.Obj object) {
                boolean well = response.statusCode() < 300;
                return new Answer(
                        well
                                ? ""
                                : Optional.of(member(object, "error"))
                                        .filter(error -> !error.isEmpty())
                                        .orElse("status " + response.statusCode()),
                        object);
            }
            throw new IOException(address + " answered with no object of JSON");
        } catch (BadValue e) {
            throw new IOException(
                    address + " answered with no JSON; is the issuer in the server's --oidc file right?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before " + address + " answered", e);
        } catch (IOException e) {
            throw new IOException("the provider cannot be reached at " + address + ": " + e.getMessage(), e);
        }
    }

    /** Codes and tokens go there, so nobody on the way may read them. */
    private static URI trusted(String address) throws IOException {
        if (!WebAddress.isTrusted(address)) {
            throw new IOException("it is no https address");
        }
        return URI.create(address);
    }

    @Override
    public void close() {
        client.close();
    }
}
