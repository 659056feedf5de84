package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The audit log of a server. */
final class AuditCommand {
    private AuditCommand() {}

    static Command of() {
        return new GroupCommand(
                "audit",
                "Read the audit log of a server, and see whether anything in it was changed.",
                "shakeout audit verify --server https://shakeout.example.org",
                List.of(list(), verify()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List every change that somebody made on a server, oldest first.",
                "shakeout audit list --after 4000 --limit 100",
                "/audit",
                Listing.paged(
                        "There is nothing in it.",
                        AuditCommand::line,
                        Listing.Filter.of("after", "N", "Only those after the entry of this number.")));
    }

    private static String line(Json.Obj entry) {
        String details = entry.get("details")
                .map(Json::compact)
                .filter(text -> !text.equals("{}"))
                .orElse("");
        return "%6s  %s  %s  %s  %s  %s"
                .formatted(
                        Answered.text(entry, "seq"),
                        Answered.text(entry, "at"),
                        Answered.text(entry, "actor"),
                        Answered.text(entry, "action"),
                        Answered.text(entry, "subject"),
                        details);
    }

    private static Command verify() {
        return new ActCommand(
                "verify",
                "Follow the chain of the audit log of a server. If anything was changed, taken out or cut off, say what, and end"
                        + " with 7.",
                "shakeout audit verify",
                Optional.empty(),
                List.of(),
                AuditCommand::verify);
    }

    private static int verify(Order order) throws IOException {
        Json.Obj found = order.server().get("/audit/verification").json();
        String entries = Answered.text(found, "entries");
        if (Answered.text(found, "intact").equals("true")) {
            order.terminal().line("All " + entries + " entries are as they were written.");
            return Exit.OK;
        }
        order.terminal()
                .error("shakeout: the audit log is broken after entry " + entries + ": "
                        + Answered.text(found, "broken"));
        return Exit.FAILED;
    }
}
