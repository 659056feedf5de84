package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;

/** An account's token for as long as a run takes: whoever sends a request gets it as it is then. */
final class StandingToken implements OAuthTokenProvider {
    private final TokenSource source;
    private String last;

    /** @throws IOException there is none */
    StandingToken(TokenSource source) throws IOException {
        this.source = source;
        this.last = source.read(false);
    }

    @Override
    public synchronized String getToken() {
        return read(false);
    }

    /** Whether there is another one than the API server no longer takes. */
    synchronized boolean isReplaced() {
        String refused = last;
        return !read(true).equals(refused);
    }

    /** What cannot be read just now may still be good. */
    private String read(boolean refused) {
        try {
            last = source.read(refused);
        } catch (IOException | RuntimeException _) {
            // the API server will say whether it still takes the last one
        }
        return last;
    }

    /** A shell that prints it when there is no JVM. */
    Inverse renewal() {
        return source.renewal();
    }
}
