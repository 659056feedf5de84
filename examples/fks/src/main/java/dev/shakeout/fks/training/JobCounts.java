package dev.shakeout.fks.training;

import dev.shakeout.fks.http.Reply;

/** Where all the jobs are, at one moment. */
record JobCounts(long accepted, long finished, int queued, int running, long rejected) {
    /** Accepted, and gone without being finished. */
    long lost() {
        return accepted - finished - queued - running;
    }

    Reply reply() {
        return Reply.json(
                200,
                "accepted",
                accepted,
                "finished",
                finished,
                "queued",
                queued,
                "running",
                running,
                "rejected",
                rejected,
                "lost",
                lost());
    }
}
