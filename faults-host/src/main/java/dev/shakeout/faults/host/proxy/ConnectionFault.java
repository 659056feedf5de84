package dev.shakeout.faults.host.proxy;

import dev.shakeout.model.Bytes;
import java.time.Duration;
import java.util.Optional;

/** One thing that a proxy does to the connections that it is meant for. */
sealed interface ConnectionFault {
    /**
     * Each chunk comes so much later; the order is kept.
     *
     * @param jitter up to this much more or less
     */
    record Delay(Duration delay, Duration jitter) implements ConnectionFault {}

    /** Nobody listens, and open connections are reset. Meant for a share of the connections, those are reset at once. */
    record Refuse() implements ConnectionFault {}

    /** Connections stay open, but nothing comes through until the fault is taken back. */
    record Drop() implements ConnectionFault {}

    /** A reset of both sides so long after the connection, or the fault where that is later, began. */
    record ResetAfter(Duration time) implements ConnectionFault {}

    /** A reset of both sides as soon as so much has gone through in one direction. */
    record ResetAt(Bytes amount) implements ConnectionFault {}

    /** The end of one side reaches the other one so much later. */
    record SlowClose(Duration delay) implements ConnectionFault {}

    /** An orderly end of both sides as soon as so much has gone through in one direction. */
    record LimitData(Bytes amount) implements ConnectionFault {}

    /** What comes as one goes on in pieces of at most this size, with a pause after each. */
    record Slicer(Bytes size, Duration pause) implements ConnectionFault {}

    /** No more than so many bytes a second on each connection. */
    record Bandwidth(Bytes perSecond) implements ConnectionFault {}

    /**
     * Something happens to single requests of HTTP, or to their answers.
     *
     * @param tls to look into encrypted connections with
     */
    record Http(HttpMatch match, HttpChange change, Optional<TlsFiles> tls) implements ConnectionFault {}
}
