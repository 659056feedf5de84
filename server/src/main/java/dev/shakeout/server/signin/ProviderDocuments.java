package dev.shakeout.server.signin;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Fetches what a provider publishes: soon or not at all, from where it was told, and no more than such a document has. */
final class ProviderDocuments implements ResourceRetriever {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LARGEST = 512 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.toURI())
                    .timeout(LIMIT)
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
            if (response.statusCode() != 200) {
                throw new IOException("it answered with status " + response.statusCode());
            }
            return new Resource(
                    response.body(),
                    response.headers().firstValue("Content-Type").orElse("application/json"));
        } catch (URISyntaxException e) {
            throw new IOException("its address is none", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before it answered", e);
        }
    }

    String text(URI uri) throws IOException {
        return retrieveResource(uri.toURL()).getContent();
    }
}
