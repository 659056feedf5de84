package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Parameter;
import java.io.IOException;
import java.time.Duration;

/** What it takes to have another tool take back what it has done for us. */
final class PeerUndo {
    /** undo.sh runs an inverse that fails four times, and ends one that takes more than 30 s. */
    private static final int TRIES = 4;

    /** In the cluster many runs wait for their turn, and it is tried again there. */
    private static final Duration IN_CLUSTER = Duration.ofSeconds(10);

    private static final long AGAIN_MILLIS = 300;

    /**
     * Shell: "under_way" is a function of the script behind this, which sets left to what is still there. It is called until
     * nothing is, or for $seconds.
     */
    static final String WAIT = """
            wait_for_it() {
              read -r begun _ </proc/uptime
              while under_way "$@" && [ -n "$left" ]; do
                read -r now _ </proc/uptime
                [ $((${now%%.*} - ${begun%%.*})) -lt "$seconds" ] || break
                sleep 0.3
              done
            }
            parts() { # of the answer, one a line
              printf '%s' "$answer" | tr ',{}[]' '\\n\\n\\n\\n\\n'
            }
            """;

    private PeerUndo() {}

    static Parameter<Duration> limit(String tool) {
        return Parameter.withDefault(
                "undo-within",
                PeerEffect.time(Duration.ofSeconds(4), Duration.ofSeconds(100)),
                Duration.ofSeconds(60),
                "How long " + tool + " may take to take it back; what is left then is named, and the run is unsafe.");
    }

    /** Seconds that one of several tries may take. */
    static String perTry(Duration limit) {
        return String.valueOf(Math.max(1, limit.toSeconds() / TRIES));
    }

    /** What is still under way. */
    interface Look {
        /** @return empty when nothing is */
        String left() throws IOException;
    }

    /** @throws IOException with what is left after a while */
    static void await(Look look, Duration limit, String advice) throws IOException {
        Duration patience = limit.compareTo(IN_CLUSTER) < 0 ? limit : IN_CLUSTER;
        long deadline = System.nanoTime() + patience.toNanos();
        String left = look.left();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(left + "; " + advice);
            }
            try {
                Thread.sleep(AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while this was left: " + left, e);
            }
            left = look.left();
        }
    }
}
