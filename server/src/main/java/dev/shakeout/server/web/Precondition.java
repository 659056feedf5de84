package dev.shakeout.server.web;

import java.util.Optional;

/**
 * Which version whoever writes has seen, so that nobody writes over what he does not know (RFC 9110, 13.1).
 *
 * @param match the version that it must have; empty without
 * @param create whether it must not be there yet
 */
record Precondition(Optional<String> match, boolean create) {
    static final Field IF_MATCH =
            Field.optional("If-Match", Kind.TEXT, "The ETag of the version that is to be replaced.");
    static final Field IF_NONE_MATCH = Field.optional("If-None-Match", Kind.TEXT, "*: only if there is none yet.");

    static Precondition of(Call call) {
        return new Precondition(
                call.header(IF_MATCH.name()),
                call.header(IF_NONE_MATCH.name()).filter("*"::equals).isPresent());
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that is to be written.
     *
     * @param now the one that is there
     * @throws Refusal it does not hold
     */
    long next(Optional<Long> now, String what) {
        if (now.isEmpty()) {
            if (match.isPresent()) {
                throw Refusal.changedMeanwhile(
                        "there is no " + what + " whose version could match; leave If-Match out to make it");
            }
            return 1;
        }
        if (create) {
            throw Refusal.changedMeanwhile(
                    what + " is there already; GET it, and send its ETag as If-Match to replace it");
        }
        if (match.isEmpty()) {
            throw Refusal.whichVersion(what + " is there already; GET it, and send its ETag as If-Match to replace it");
        }
        if (!match.get().equals(etag(now.get()))) {
            throw Refusal.changedMeanwhile(what + " has version " + etag(now.get()) + " now, not " + match.get()
                    + "; GET it again, and see what has changed");
        }
        return now.get() + 1;
    }
}
