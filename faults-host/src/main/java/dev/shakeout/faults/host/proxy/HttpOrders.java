package dev.shakeout.faults.host.proxy;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is to be done with one message.
 *
 * @param delayNanos that it waits
 * @param abort whether neither it nor anything else comes through
 * @param answer that the client gets in its place
 * @param body that it gets instead of its own
 * @param patches for a body of JSON, in the order in which they are made
 */
record HttpOrders(
        long delayNanos,
        boolean abort,
        Optional<HttpChange.Answer> answer,
        Optional<String> body,
        List<Json> patches,
        List<HttpChange.Rewrite> rewrites) {
    /** A longer body is not patched, as it would have to be kept until its end. */
    static final int LONGEST_PATCHED = 4 << 20;

    static HttpOrders of(List<HttpChange> changes) {
        long delayNanos = 0;
        boolean abort = false;
        Optional<HttpChange.Answer> answer = Optional.empty();
        Optional<String> body = Optional.empty();
        var rewrites = new ArrayList<HttpChange.Rewrite>();
        var patches = new ArrayList<Json>();
        for (HttpChange change : changes) {
            switch (change) {
                case HttpChange.Delay(var delay) -> delayNanos += delay.toNanos();
                case HttpChange.Abort() -> abort = true;
                case HttpChange.Answer own -> answer = answer.isPresent() ? answer : Optional.of(own);
                case HttpChange.Rewrite rewrite -> {
                    rewrites.add(rewrite);
                    body = rewrite.body().isPresent() ? rewrite.body() : body;
                    rewrite.patch().ifPresent(patches::add);
                }
            }
        }
        return new HttpOrders(delayNanos, abort, answer, body, List.copyOf(patches), List.copyOf(rewrites));
    }

    /** Whether the message cannot go on before its body is there, or without a new one. */
    boolean needsBody() {
        return body.isPresent() || !patches.isEmpty();
    }

    HttpHead request(HttpHead head) {
        HttpHead changed = head;
        for (HttpChange.Rewrite by : rewrites) {
            changed = HttpRewriting.request(changed, by);
        }
        return changed;
    }

    HttpHead answer(HttpHead head) {
        HttpHead changed = head;
        for (HttpChange.Rewrite by : rewrites) {
            changed = HttpRewriting.answer(changed, by);
        }
        return changed;
    }

    /** Empty when there is nothing that could be patched. */
    Optional<byte[]> patched(byte[] content) {
        byte[] next = content;
        boolean any = false;
        for (Json patch : patches) {
            Optional<byte[]> changed = HttpRewriting.patched(next, patch);
            any |= changed.isPresent();
            next = changed.orElse(next);
        }
        return any ? Optional.of(next) : Optional.empty();
    }
}
