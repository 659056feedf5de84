package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.run.Consent;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.Optional;

/** What whoever asks approves of. */
final class GivenBy {
    private GivenBy() {}

    static void requireOtherAuthor(Caller caller, ExperimentVersion version) {
        FourEyes.require(
                caller, version.author(), "wrote version " + version.version() + " of '" + version.name() + "'");
    }

    static GivenApproval add(
            String id,
            Call call,
            ExperimentVersion version,
            String environment,
            Optional<String> run,
            Optional<Instant> expires,
            Work work) {
        var approval = new GivenApproval(
                id,
                version.name(),
                version.version(),
                Consent.sha256(version),
                environment,
                run,
                call.caller().id(),
                call.now(),
                expires,
                Optional.empty(),
                Optional.empty());
        work.approvals().add(approval);
        Json.Obj details = Json.object(
                "approval",
                approval.id(),
                "version",
                version.version(),
                "sha256",
                approval.sha256(),
                "environment",
                environment);
        work.audit()
                .append(
                        call.now(),
                        call.caller(),
                        run.isPresent() ? "run.approve" : "experiment.approve",
                        subject(approval),
                        expires.map(end -> details.with("expires", Json.of(end.toString())))
                                .orElse(details));
        return approval;
    }

    static String subject(GivenApproval approval) {
        return approval.run().map(run -> "run/" + run).orElse("experiment/" + approval.experiment());
    }
}
