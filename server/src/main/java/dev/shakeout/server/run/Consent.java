package dev.shakeout.server.run;

import dev.shakeout.dialects.policy.PolicyReader;
import dev.shakeout.engine.ApprovalCount;
import dev.shakeout.model.Approval;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Span;
import dev.shakeout.server.access.Party;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose consent a run needs by the policy of its environment, and whose it has. People are counted by the engine, here as in the
 * run itself, which reads what is {@link #file written} for it: so nothing that was not approved of is ever begun, and whoever
 * starts a run has no hand in what it reads.
 *
 * @param wanted what the policy asks for; empty when it asks for nobody
 * @param count of what was given, without what does not count
 * @param approvals that count, or would if they were for this version
 */
public record Consent(List<Rule.Approvals> wanted, ApprovalCount count, List<GivenApproval> approvals) {
    /** By which the run has to look at what it was given. */
    private static final Duration TO_BEGIN = Duration.ofHours(1);

    public Consent {
        wanted = List.copyOf(wanted);
        approvals = List.copyOf(approvals);
    }

    /** As it is now. Neither who started the run nor who wrote that version counts. */
    public static Consent of(StoredRun run, Instant now, Work work) {
        Environment environment = work.environments().find(run.environment()).orElseThrow();
        ExperimentVersion version =
                work.experiments().find(run.experiment(), run.version()).orElseThrow();
        List<Rule.Approvals> wanted = environment.policy().isEmpty()
                ? List.of()
                : PolicyReader.approvals(Attempt.POLICY, environment.policy(), environment.name());
        List<GivenApproval> given = wanted.isEmpty()
                ? List.of()
                : work.approvals().about(run).stream()
                        .filter(approval -> approval.holds(now)
                                && !List.of(run.requestedBy(), version.author()).contains(approval.approver()))
                        .toList();
        List<Approval> told = given.stream()
                .flatMap(each -> work.parties().find(each.approver()).stream()
                        .filter(party -> stands(party, run.environment(), now))
                        .map(party -> told(each, party, now)))
                .toList();
        return new Consent(wanted, new ApprovalCount(told, version.title(), sha256(version), now), given);
    }

    /** A token counts until somebody revokes it, also when it has expired; a user while that may approve there. */
    private static boolean stands(Party party, String environment, Instant now) {
        return switch (party) {
            case Party.OfToken(Token token) -> token.revokedAt().isEmpty();
            case Party.OfUser user ->
                user.refused(now).isEmpty() && user.grants().covers(Role.APPROVER, Optional.of(environment));
        };
    }

    private static Approval told(GivenApproval given, Party party, Instant now) {
        return new Approval(
                Optional.empty(), // what the server's variables make of the title is not known before
                given.sha256(),
                party.unique(),
                given.expiresAt().orElseGet(() -> now.plus(TO_BEGIN)),
                new Position("approval " + given.id(), 1, 1));
    }

    /** Of the file from which a version is run. */
    public static String sha256(ExperimentVersion version) {
        return Secret.sha256(version.definition().compact());
    }

    /** How many have to approve. */
    public int people() {
        return wanted.stream().mapToInt(Rule.Approvals::people).max().orElse(0);
    }

    public boolean enough() {
        return count.approvers().size() >= people();
    }

    /** How long a run waits for them. */
    public Duration within() {
        return wanted.stream()
                .map(Rule.Approvals::within)
                .min(Comparator.naturalOrder())
                .orElse(Rule.Approvals.USUAL);
    }

    /** Who is missing, for a person. */
    public String words(String environment) {
        var approvers = count.approvers();
        var others = new LinkedHashSet<Long>();
        approvals.stream()
                .filter(approval -> !approval.sha256().equals(count.sha256()))
                .forEach(approval -> others.add(approval.version()));
        return "the policy of " + environment + " asks for the approval of " + people()
                + (people() == 1 ? " person" : " people") + ", and there is that of "
                + (approvers.isEmpty() ? "none" : String.join(", ", approvers))
                + (others.isEmpty()
                        ? ""
                        : "; approvals of version " + String.join(", ", words(others)) + " are not for this one");
    }

    private static List<String> words(Set<Long> versions) {
        return versions.stream().map(String::valueOf).toList();
    }

    /** What a run waits for that has not enough. */
    Optional<StoredRun.Awaited> awaited(StoredRun run, Instant now) {
        return enough()
                ? Optional.empty()
                : Optional.of(new StoredRun.Awaited(words(run.environment()), now.plus(within())));
    }

    /** The reason of one that has waited in vain. */
    String inVain(StoredRun run) {
        return "within " + Span.words(within()) + " not enough people have approved of it: " + words(run.environment())
                + "; start it again, and have it approved in time, or approve of the version ahead of time";
    }

    /** The file of approvals that the run reads. */
    String file() {
        return Json.object(
                        "approvals",
                        Json.of(count.approvals().stream()
                                .map(each -> (Json) Json.object(
                                        "sha256",
                                        each.sha256(),
                                        "approver",
                                        each.approver(),
                                        "expires",
                                        each.expires().toString()))
                                .toList()))
                .compact();
    }
}
