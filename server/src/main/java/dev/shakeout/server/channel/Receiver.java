package dev.shakeout.server.channel;

import java.util.Optional;

/**
 * Where notices go, with all that is needed to get them there. Each kind is a file of its own, with what it takes and how it is spoken to;
 * {@link Receivers} lists them.
 */
public sealed interface Receiver permits Webhook, Slack, Teams, Email, PagerDuty, Grafana {
    /**
     * Sends one notice, once; takes as long as {@link Outgoing} lets it.
     *
     * @param earlier by which the receiver knows the last notice of the same run, if it has said so
     */
    Sent send(Notice notice, Optional<String> earlier, Outgoing out);

    /** Where it leads, for people; without anything that is secret. */
    String place();

    /** Why it cannot be told by these rules, in words; empty when it can. */
    default Optional<String> mistake(Channel.Rules rules) {
        return Optional.empty();
    }
}
