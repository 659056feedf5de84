package dev.shakeout.server.fleet;

import dev.shakeout.agent.AgentKey;
import dev.shakeout.agent.FleetMessage;
import dev.shakeout.agent.Hello;
import dev.shakeout.agent.Release;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.store.Enrolment;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.Work;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides whether an agent is let in. It is known by its key alone, so none can be another one; an enrolment lets in one key, and
 * that key as often as it comes: nothing is lost with an answer that does not arrive.
 *
 * @param ids each a new one that nobody has
 * @param version of this server
 */
record Admission(Store store, Clock clock, Supplier<String> ids, String version) {
    private static final String KEY = "[A-Za-z0-9][A-Za-z0-9_./-]{0,62}";
    private static final String LINE = "[^\\u0000-\\u001f\\u007f\\u0085\\u2028\\u2029]{1,200}";
    private static final int MOST_LABELS = 50;

    /** What comes of it. */
    sealed interface Answer {
        record In(EnrolledAgent agent) implements Answer {}

        record Out(FleetMessage.Refused refused) implements Answer {}
    }

    private static Answer forGood(String why) {
        return new Answer.Out(new FleetMessage.Refused(why, true));
    }

    private static Answer forNow(String why) {
        return new Answer.Out(new FleetMessage.Refused(why, false));
    }

    /**
     * The agent's connection is from here on the one that counts.
     *
     * @param nonce of the challenge that it was given
     */
    Answer admit(FleetMessage.Hail hail, String nonce, String connection) {
        Hello hello;
        String fingerprint;
        try {
            hello = Hello.of(hail);
            fingerprint = AgentKey.fingerprint(hello.key());
            check(hello);
        } catch (BadValue e) {
            return forGood("what it says of itself is not taken: " + e.getMessage());
        }
        if (!hello.nonce().equals(nonce)) {
            return forGood("what it says was said to somebody else, or before");
        }
        Optional<String> apart = apart(hello.version());
        if (apart.isPresent()) {
            return forNow(apart.get()); // either may be renewed meanwhile
        }
        Instant now = clock.instant();
        return store.change(work -> work.agents()
                .known(fingerprint)
                .map(known -> again(known, hello, connection, now, work))
                .orElseGet(() -> first(fingerprint, hello, connection, now, work)));
    }

    private static void check(Hello hello) {
        if (!hello.name().matches(LINE)) {
            throw new BadValue("its name must be one line of at most 200 characters");
        }
        if (hello.labels().size() > MOST_LABELS) {
            throw new BadValue("it has more than " + MOST_LABELS + " labels");
        }
        hello.labels().forEach((key, value) -> {
            if (!key.matches(KEY) || !value.matches(LINE)) {
                throw new BadValue("a label must be KEY=VALUE, such as rack=7");
            }
        });
    }

    private Optional<String> apart(String theirs) {
        Optional<Release> server = Release.of(version);
        Optional<Release> agent = Release.of(theirs);
        boolean works = server.isPresent() && agent.isPresent() && server.get().worksWith(agent.get());
        return works
                ? Optional.empty()
                : Optional.of(
                        "it is Shakeout " + (agent.isPresent() ? theirs : "of an unknown release") + " and the server "
                                + version + ", which are more than one minor release apart; renew the older");
    }

    private static Answer again(EnrolledAgent known, Hello hello, String connection, Instant now, Work work) {
        if (known.revokedAt().isPresent()) {
            return forGood("it was revoked at " + known.revokedAt().get()
                    + "; to have it back, delete its key, and enrol it anew");
        }
        Enrolment by = work.enrolments().find(known.enrolment()).orElseThrow();
        try {
            EnrolledAgent agent = of(known.id(), known.fingerprint(), by, hello, connection, known.enrolledAt(), now);
            return work.agents().connect(agent) ? new Answer.In(agent) : forGood("it was revoked just now");
        } catch (BadValue e) {
            return forGood(String.valueOf(e.getMessage()));
        }
    }

    private Answer first(String fingerprint, Hello hello, String connection, Instant now, Work work) {
        if (hello.enrolment().isEmpty()) {
            return forGood("the server does not know this agent; enrol it by a token, which an operator makes by POST"
                    + " /api/v1/enrolments");
        }
        Optional<Enrolment> found =
                work.enrolments().of(new Secret(hello.enrolment().get()));
        if (found.isEmpty()) {
            return forGood("nobody has made this token for an enrolment here");
        }
        Enrolment by = found.get();
        EnrolledAgent agent;
        try {
            agent = of(ids.get(), fingerprint, by, hello, connection, now, now);
        } catch (BadValue e) {
            return forGood(String.valueOf(e.getMessage())); // and the token is still good
        }
        if (!work.enrolments().use(by.id(), agent.id(), now)) {
            Enrolment used = work.enrolments().find(by.id()).orElse(by);
            tell(used, hello, now, work);
            return forGood("this token lets in nobody: " + used.refused(now).orElse("somebody else was quicker"));
        }
        work.agents().add(agent);
        work.audit()
                .append(
                        now,
                        "enrolment/" + by.id(),
                        "agent.enrol",
                        "agent/" + agent.id(),
                        Json.object("environment", by.environment(), "name", hello.name(), "fingerprint", fingerprint));
        return new Answer.In(agent);
    }

    private static void tell(Enrolment used, Hello hello, Instant now, Work work) {
        if (work.enrolments().tellReplay(used.id())) {
            work.audit()
                    .append(
                            now,
                            Token.NOBODY,
                            "agent.refuse",
                            "enrolment/" + used.id(),
                            Json.object(
                                    "why",
                                    used.refused(now).orElse(""),
                                    "name",
                                    hello.name(),
                                    "fingerprint",
                                    AgentKey.fingerprint(hello.key())));
        }
    }

    /** @throws BadValue it wants to be labelled as its enrolment does not allow */
    private static EnrolledAgent of(
            String id,
            String fingerprint,
            Enrolment by,
            Hello hello,
            String connection,
            Instant enrolled,
            Instant now) {
        return new EnrolledAgent(
                id,
                fingerprint,
                by.id(),
                by.environment(),
                new EnrolledAgent.Said(hello.name(), hello.facts(), hello.rungs(), hello.version()),
                labels(by.labels(), hello.labels()),
                enrolled,
                now,
                Optional.of(connection),
                Optional.empty());
    }

    private static Map<String, String> labels(Map<String, String> allowed, Map<String, String> said) {
        var labels = new HashMap<>(allowed);
        labels.values().removeIf(Enrolment.FREE::equals);
        said.forEach((key, value) -> {
            String may = allowed.getOrDefault(key, "");
            if (!may.equals(Enrolment.FREE) && !may.equals(value)) {
                throw new BadValue("its enrolment does not let it have the label " + key + "=" + value
                        + "; leave it out, or enrol it anew by a token that has it");
            }
            labels.put(key, value);
        });
        return labels;
    }
}
