package dev.shakeout.server.run;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.KnownFinding.Passed;
import dev.shakeout.server.store.KnownFinding.Standing;
import dev.shakeout.server.store.KnownFinding.Status;
import dev.shakeout.server.store.KnownFindings;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run that has ended says of weaknesses that are known, and of those that were not. */
final class Findings {
    private Findings() {}

    /** In the transaction that ends it, before its entry in the audit log. */
    static void note(StoredRun run, Evidence evidence, Instant now, Work work) {
        List<KnownFinding> known = work.known().takeAll(run.experiment(), run.environment());
        for (Finding finding : evidence.findings()) {
            known.stream()
                    .filter(each -> KnownFindings.isSame(each, finding))
                    .findFirst()
                    .ifPresentOrElse(
                            each -> again(each, finding, run, now, work),
                            () -> work.known().add(first(finding, run, now)));
        }
        boolean whole = evidence.verdict() == Verdict.PASSED && evidence.tried();
        known.stream()
                .filter(each -> whole
                        && evidence.start().isAfter(each.lastSeen())
                        && evidence.findings().stream().noneMatch(finding -> KnownFindings.isSame(each, finding)))
                .forEach(each -> work.known().passed(each.id(), new Passed(run.id(), evidence.start())));
    }

    private static void again(KnownFinding known, Finding finding, StoredRun run, Instant now, Work work) {
        boolean reopens = known.standing().status() == Status.FIXED
                && finding.moment().isAfter(known.standing().at());
        work.known().again(known.id(), finding, run.id(), reopens ? Optional.of(now) : Optional.empty());
        if (reopens) {
            work.audit()
                    .append(
                            now,
                            Token.NOBODY,
                            "finding.reopen",
                            "finding/" + known.id(),
                            Json.object("run", run.id(), "title", known.title()));
        }
    }

    private static KnownFinding first(Finding finding, StoredRun run, Instant now) {
        String key = String.join("\n", run.experiment(), run.environment(), finding.title(), finding.where());
        return new KnownFinding(
                Secret.sha256(key).substring(0, 16),
                run.experiment(),
                run.environment(),
                finding.title(),
                finding.where(),
                finding.evidence(),
                finding.moment(),
                finding.moment(),
                run.id(),
                1,
                now,
                new Standing(Status.OPEN, "", "", "", Optional.empty(), Optional.empty(), now),
                Optional.empty());
    }
}
