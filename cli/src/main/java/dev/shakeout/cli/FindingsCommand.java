package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** What runs of a server have found, and what people make of it. */
final class FindingsCommand {
    private static final Named ID = new Named("FINDING", "Its id, as 'shakeout findings list' shows it.");
    private static final String REASON = "--reason";
    private static final String UNTIL = "--until";
    private static final String ANY = "6f1c2d0e5b0a4f0e";

    private FindingsCommand() {}

    static Command of(Clock clock) {
        return new GroupCommand(
                "findings",
                "Look at what runs of a server have found, and say what becomes of it.",
                "shakeout findings list --server https://shakeout.example.org",
                List.of(
                        list(),
                        show(),
                        say(
                                "acknowledge",
                                "Say that somebody looks after a finding.",
                                "acknowledgement",
                                " --owner payments --ticket https://tickets.example.org/7"),
                        accept(clock),
                        say(
                                "fix",
                                "Say that a finding is mended; the next whole run verifies that, or opens it again.",
                                "fix",
                                " --reason timeout"),
                        say("reopen", "Take back what was said of a finding: it is open.", "reopening", "")));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List what runs of a server have found, each weakness once, found last first.",
                "shakeout findings list --environment staging --status open",
                "/findings",
                Listing.paged(
                        "Nothing was found.",
                        FindingsCommand::line,
                        Listing.Filter.ENVIRONMENT,
                        Listing.Filter.of("experiment", "NAME", "Only those of this experiment."),
                        Listing.Filter.of(
                                "status", "STATUS", "Only those that are open, acknowledged, accepted or fixed.")));
    }

    private static String line(Json.Obj finding) {
        return "%s  %-12s  %s; %s in %s, %s times, last %s%s"
                .formatted(
                        Answered.text(finding, "id"),
                        status(finding),
                        Answered.text(finding, "title"),
                        Answered.text(finding, "experiment"),
                        Answered.text(finding, "environment"),
                        Answered.text(finding, "times"),
                        Answered.text(finding, "last-seen"),
                        more(finding));
    }

    private static String status(Json.Obj finding) {
        return Answered.text(finding, "verified").equals("true") ? "verified" : Answered.text(finding, "status");
    }

    private static String more(Json.Obj finding) {
        String until = Answered.text(finding, "accepted-until");
        String owner = Answered.text(finding, "owner");
        String ticket = Answered.text(finding, "ticket");
        return (until.isEmpty() ? "" : "; until " + until)
                + (owner.isEmpty() ? "" : "; " + owner)
                + (ticket.isEmpty() ? "" : "; " + ticket);
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show a finding.",
                "shakeout findings show " + ANY,
                ID,
                order -> Shown.tell(
                        order.server().get("/findings/" + order.path()).json(), order),
                Shown.option());
    }

    private static Command say(String verb, String summary, String what, String words) {
        return ActCommand.of(
                verb,
                summary,
                "shakeout findings " + verb + " " + ANY + words,
                ID,
                order -> say(order, what, Optional.empty()),
                options());
    }

    private static OptionSpec[] options() {
        return new OptionSpec[] {
            Options.value(REASON, "WORDS", "Why."),
            Options.value("--owner", "TEAM", "Who looks after it; as it was before if not given."),
            Options.value("--ticket", "URL", "Where more of it stands; as it was before if not given.")
        };
    }

    private static Command accept(Clock clock) {
        var all = new ArrayList<>(List.of(options()));
        all.add(Options.value(UNTIL, "MOMENT", "From when on it closes gates again: " + Moments.FORMS + "."));
        return ActCommand.of(
                "accept",
                "Live with a finding until a moment: so long it closes no gate. Needs an approver.",
                "shakeout findings accept " + ANY + " --until 30d --reason rewritten",
                ID,
                order -> accept(order, clock),
                all.toArray(OptionSpec[]::new));
    }

    private static int accept(Order order, Clock clock) throws IOException {
        if (order.value(UNTIL).isEmpty() || order.value(REASON).isBlank()) {
            throw new InvalidInput(Problem.of("until when, and why can it be lived with? Say it with " + UNTIL
                    + " MOMENT and " + REASON + " WORDS"));
        }
        return say(
                order,
                "acceptance",
                Optional.of(Moments.read(UNTIL, order.value(UNTIL), clock).toString()));
    }

    private static int say(Order order, String what, Optional<String> until) throws IOException {
        var members = new LinkedHashMap<String, Json>();
        for (String member : List.of("reason", "owner", "ticket")) {
            String value = order.value("--" + member);
            if (!value.isEmpty()) {
                members.put(member, Json.of(value));
            }
        }
        until.ifPresent(moment -> members.put("until", Json.of(moment)));
        Json.Obj said = order.server()
                .send("POST", "/findings/" + order.path() + "/" + what, Optional.of(new Json.Obj(members)), Map.of())
                .json();
        order.terminal().line(line(said));
        return Exit.OK;
    }
}
