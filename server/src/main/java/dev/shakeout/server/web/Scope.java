package dev.shakeout.server.web;

/** Which environment an endpoint is about, and so where whoever uses it must have the role. */
enum Scope {
    /** Nobody is asked for a token. */
    OPEN,
    /** It is about whoever asks, and any token will do, whatever may be done with it. */
    SELF,
    /** It belongs to no environment, and whoever has the role anywhere may. */
    ANYWHERE,
    /** It is about the whole server, so having the role in one environment is not enough. */
    EVERYWHERE,
    /** That in the path. */
    PATH,
    /** That in the query; without one, whoever asks sees what belongs to those where they have the role. */
    QUERY,
    /** That in the body; without one it is about all of them. */
    BODY,
    /** Those of all stages in the body. */
    STAGES,
    /** Any one of those of the rollout in the path. */
    ROLLOUT,
    /** That of the run in the path. */
    RUN,
    /** That of the schedule in the path, if there is one, and that in the body, if there is one: it may be moved. */
    SCHEDULE,
    /** That of the enrolment in the path. */
    ENROLMENT,
    /** That of the agent in the path. */
    AGENT,
    /** That of the channel in the path, if there is one, and that in the body: it may be moved, and be about all of them. */
    CHANNEL,
    /** That of the finding in the path. */
    FINDING,
    /** That of the approval in the path. */
    APPROVAL,
    /** That of the token in the path. */
    TOKEN
}
