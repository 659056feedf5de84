package dev.shakeout.server.notify;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server in a process of its own that has claimed a message, and waits to be killed before it is sent, or before it is answered. */
final class LostSender {
    static final String CLAIMED = "claimed";

    private LostSender() {}

    static Process start(String url, boolean sends) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        LostSender.class.getName(),
                        url,
                        Boolean.toString(sends)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws Exception {
        var told = new Told(args[0]);
        if (Boolean.parseBoolean(args[1])) {
            told.outbox(Told.QUICK);
        } else {
            Instant now = Instant.now();
            told.store
                    .change(work -> work.messages().claim("hook", "lost", now, now.plus(Duration.ofSeconds(1))))
                    .orElseThrow();
            System.out.println(CLAIMED);
        }
        new CountDownLatch(1).await();
    }
}
