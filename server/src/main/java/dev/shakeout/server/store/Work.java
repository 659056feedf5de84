package dev.shakeout.server.store;

import org.jdbi.v3.core.Handle;

/** What is kept, as one transaction sees it. */
public final class Work {
    private final Handle handle;

    Work(Handle handle) {
        this.handle = handle;
    }

    public Environments environments() {
        return new Environments(handle);
    }

    public Experiments experiments() {
        return new Experiments(handle);
    }

    public Runs runs() {
        return new Runs(handle);
    }

    public Turns turns() {
        return new Turns(handle);
    }

    public Servers servers() {
        return new Servers(handle);
    }

    public PendingRuns pending() {
        return new PendingRuns(handle);
    }

    public Events events() {
        return new Events(handle);
    }

    public Journals journals() {
        return new Journals(handle);
    }

    public GateEvidence evidence() {
        return new GateEvidence(handle);
    }

    public KnownFindings known() {
        return new KnownFindings(handle);
    }

    public Schedules schedules() {
        return new Schedules(handle);
    }

    public ScheduledStarts starts() {
        return new ScheduledStarts(handle);
    }

    public Approvals approvals() {
        return new Approvals(handle);
    }

    public Rollouts rollouts() {
        return new Rollouts(handle);
    }

    public Timers timers() {
        return new Timers(handle);
    }

    public Tokens tokens() {
        return new Tokens(handle);
    }

    public Users users() {
        return new Users(handle);
    }

    public Parties parties() {
        return new Parties(handle);
    }

    public Enrolments enrolments() {
        return new Enrolments(handle);
    }

    public Agents agents() {
        return new Agents(handle);
    }

    public Halts halts() {
        return new Halts(handle);
    }

    public Channels channels() {
        return new Channels(handle);
    }

    public Messages messages() {
        return new Messages(handle);
    }

    public Audit audit() {
        return new Audit(handle);
    }
}
