package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people say of runs of a server that wait for them, and of versions ahead of time. */
final class ApprovalCommands {
    private static final Named RUN = new Named("RUN", "Its id, as 'shakeout runs --state pending' shows it.");
    private static final Named EXPERIMENT =
            new Named("EXPERIMENT", "Its name, as 'shakeout experiments list' shows it.");
    private static final String VERSION = "--version";
    private static final String REASON = "--reason";
    private static final String ENVIRONMENT = "--environment";
    private static final String EXPIRES = "--expires";

    private ApprovalCommands() {}

    static Command approve() {
        return ActCommand.of(
                "approve",
                "Approve of a run of a server that waits for it. Neither who started it nor who wrote that version can.",
                "shakeout approve 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                RUN,
                ApprovalCommands::approve,
                Options.number(
                        VERSION, "N", "The version that you looked at: it is refused if the run is of another."));
    }

    private static int approve(Order order) throws IOException {
        Json.Obj run = order.server().get("/runs/" + order.path()).json();
        Json version = Optional.ofNullable(order.given().matchedOptionValue(VERSION, (Integer) null))
                .map(Json::of)
                .orElseGet(() -> run.get("version").orElse(Json.Null.NULL));
        Json.Obj now = order.server()
                .send(
                        "POST",
                        "/runs/" + order.path() + "/approvals",
                        Optional.of(Json.object("version", version)),
                        Map.of())
                .json();
        order.terminal()
                .line("You approve of " + Answered.text(run, "experiment") + " v" + version.text() + " in "
                        + Answered.text(run, "environment") + ".");
        int missing = Integer.parseInt(Answered.text(now, "people")) - approvers(now);
        order.terminal()
                .line(
                        missing > 0
                                ? "It waits on, until " + Answered.text(now, "waits-until") + ": "
                                        + Answered.text(now, "waits-for")
                                : "It begins; shakeout runs tells how far it is.");
        return Exit.OK;
    }

    private static int approvers(Json.Obj approvals) {
        return approvals.get("approvers").orElse(Json.Null.NULL) instanceof Json.Arr(var all) ? all.size() : 0;
    }

    static Command reject() {
        return ActCommand.of(
                "reject",
                "Refuse a run of a server that waits for approvals: it ends, and never begins.",
                "shakeout reject 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11 --reason maintenance",
                RUN,
                ApprovalCommands::reject,
                Options.value(REASON, "WORDS", "Why it is not to be run; whoever started it reads that."));
    }

    private static int reject(Order order) throws IOException {
        if (order.value(REASON).isBlank()) {
            throw new InvalidInput(Problem.of("why is it not to be run? Say it with " + REASON + " WORDS"));
        }
        order.server()
                .send(
                        "POST",
                        "/runs/" + order.path() + "/rejection",
                        Optional.of(Json.object("reason", order.value(REASON))),
                        Map.of());
        order.terminal().line("Run " + order.of() + " is refused.");
        return Exit.OK;
    }

    /** Of versions, ahead of time; and all that can be done with approvals that are given. */
    static Command approvals(Clock clock) {
        return new GroupCommand(
                "approvals",
                "Look at approvals on a server, give them ahead of time, or take one back.",
                "shakeout approvals list slow-database --server https://shakeout.example.org",
                List.of(give(clock), list(), show(), revoke()));
    }

    private static Command give(Clock clock) {
        return ActCommand.of(
                "give",
                "Approve of every run of one version of an experiment in an environment that begins in time. Another"
                        + " version needs another approval.",
                "shakeout approvals give slow-database --version 3 --environment production --expires 30d",
                EXPERIMENT,
                order -> give(order, clock),
                Options.number(VERSION, "N", "Which version, and no other."),
                Options.value(ENVIRONMENT, "NAME", "Where it may be run."),
                Options.value(EXPIRES, "MOMENT", "From when on no run begins by it: " + Moments.FORMS + "."));
    }

    private static int give(Order order, Clock clock) throws IOException {
        Integer version = order.given().matchedOptionValue(VERSION, 0);
        if (version < 1
                || order.value(ENVIRONMENT).isEmpty()
                || order.value(EXPIRES).isEmpty()) {
            throw new InvalidInput(Problem.of("what is approved of? Name it with " + VERSION + " N, " + ENVIRONMENT
                    + " NAME and " + EXPIRES + " MOMENT"));
        }
        Json.Obj body = Json.object(
                "version",
                version,
                "environment",
                order.value(ENVIRONMENT),
                "expires",
                Moments.read(EXPIRES, order.value(EXPIRES), clock).toString());
        order.terminal()
                .line(line(order.server()
                        .send("POST", "/experiments/" + order.path() + "/approvals", Optional.of(body), Map.of())
                        .json()));
        return Exit.OK;
    }

    private static Command list() {
        return new ListCommand(
                "list",
                "List the approvals of an experiment that were given ahead of time, newest first.",
                "shakeout approvals list slow-database --environment production",
                "/experiments/{}/approvals",
                Optional.of(EXPERIMENT),
                Listing.paged(
                        "Nobody has approved of it ahead of time.",
                        ApprovalCommands::line,
                        Listing.Filter.ENVIRONMENT));
    }

    private static String line(Json.Obj approval) {
        String revoked = Answered.text(approval, "revoked-at");
        return "%s  %s v%s in %s by %s, %s"
                .formatted(
                        Answered.text(approval, "id"),
                        Answered.text(approval, "experiment"),
                        Answered.text(approval, "version"),
                        Answered.text(approval, "environment"),
                        Answered.text(approval, "approver-name"),
                        revoked.isEmpty() ? "until " + Answered.text(approval, "expires-at") : "revoked " + revoked);
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show whose approval a run needs, and whose it has.",
                "shakeout approvals show 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                RUN,
                order -> Shown.tell(
                        order.server()
                                .get("/runs/" + order.path() + "/approvals")
                                .json(),
                        order),
                Shown.option());
    }

    private static Command revoke() {
        return ActCommand.of(
                "revoke",
                "Take an approval back, until its run has begun.",
                "shakeout approvals revoke 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                new Named("APPROVAL", "Its id, as 'shakeout approvals' shows it."),
                ApprovalCommands::revoke);
    }

    private static int revoke(Order order) throws IOException {
        order.server().send("DELETE", "/approvals/" + ServerApi.escaped(order.of()), Optional.empty(), Map.of());
        order.terminal().line("Approval " + order.of() + " is taken back.");
        return Exit.OK;
    }
}
