package dev.shakeout.drivers.gremlin;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import dev.shakeout.probes.HttpCall;
import dev.shakeout.probes.RetryAfter;
import dev.shakeout.probes.TimeLimits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Asks Gremlin's API what changes nothing, and halts; what begins something is a shell's work. */
record Api(Account account, Machine machine) {
    private static final int TRIES = 5;
    private static final long FIRST_PAUSE = 200;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** What is missing to be heard; empty when the account may list what it has. */
    Optional<String> unheard() {
        try {
            call("GET", "/attacks/active", "");
            return Optional.empty();
        } catch (ProbeFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted while it waited for Gremlin");
        }
    }

    /**
     * Again, after a while, when the server is busy or broken: all that is asked here may be asked twice.
     *
     * @throws ProbeFailed no good answer came
     */
    Json call(String method, String path, String body) throws ProbeFailed, InterruptedException {
        String failure = "";
        long pause = FIRST_PAUSE;
        for (int left = TRIES; left > 0; left--) {
            var call = new HttpCall(
                    method,
                    URI.create(account.base() + path + account.query()),
                    Map.of(
                            "Authorization",
                            account.authorization(),
                            "Accept",
                            "application/json",
                            "Content-Type",
                            "application/json;charset=utf-8"),
                    body,
                    new TimeLimits(account.limit(), account.limit()),
                    true,
                    1,
                    machine.environment());
            long wait = pause + ThreadLocalRandom.current().nextLong(pause / 2);
            try {
                var reply = call.send();
                int status = reply.answer().status();
                String text =
                        reply.body().text(reply.answer().headers().getOrDefault("Content-Type", "application/json"));
                if (status >= 200 && status < 300) {
                    return read(text, path);
                }
                failure = status + " " + shortened(text);
                if (status != 429 && status < 500) {
                    throw new ProbeFailed(
                            account + " does not answer " + method + " " + path + ": " + failure + advice(status));
                }
                Duration asked = status == 429 ? RetryAfter.of(reply.answer().headers(), Instant.now()) : Duration.ZERO;
                if (asked.compareTo(LONGEST_PAUSE) > 0) {
                    throw new ProbeFailed(account + " wants nothing asked for another " + asked.toSeconds()
                            + " s (429): ask less often, or again later");
                }
                wait = Math.max(wait, asked.toMillis());
            } catch (IOException e) {
                failure = call.reason(e, "trust it on this host", "");
            }
            if (left > 1) {
                Thread.sleep(wait);
                pause *= 2;
            }
        }
        throw new ProbeFailed(
                account + " does not answer " + method + " " + path + ", asked " + TRIES + " times: " + failure);
    }

    private Json read(String text, String path) throws ProbeFailed {
        if (text.isBlank()) {
            return Json.Null.NULL;
        }
        try {
            return JsonReader.read(text);
        } catch (RuntimeException e) {
            throw new ProbeFailed(account + " answers " + path + " with what is no JSON: " + shortened(text));
        }
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> "; check the key or the bearer, which may have run out";
            case 403 -> "; the account may not do that in this team";
            case 404 -> "; check the url and the guid";
            default -> "";
        };
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
