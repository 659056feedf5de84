package dev.shakeout.server.signin;

import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose word lets in whom, and as what.
 *
 * @param people empty when only workloads come so
 */
public record SignInRules(Optional<People> people, List<Workload> workloads) {
    /** How long a session lasts at most: nobody is asked in between whether the person is still there. */
    public static final Duration LONGEST = Duration.ofHours(12);

    public SignInRules {
        workloads = List.copyOf(workloads);
    }

    /**
     * How people come.
     *
     * @param issuer the address of the provider, as it stands in its ID tokens
     * @param clientId by which the provider knows Shakeout's command
     * @param scopes that the command asks for
     * @param nameClaim what a new user is called by
     * @param groupsClaim where the groups are
     * @param needsNonce whether an ID token without a nonce is refused, as some providers give in the device flow
     * @param valid how long a session lasts
     */
    public record People(
            String issuer,
            String clientId,
            List<String> scopes,
            String nameClaim,
            String groupsClaim,
            boolean needsNonce,
            Duration valid,
            List<GroupGrant> grants) {
        public People {
            scopes = List.copyOf(scopes);
            grants = List.copyOf(grants);
        }

        /** What follows from the groups that somebody is in. */
        public List<Grant> of(Collection<String> groups, String by, Instant at) {
            return grants.stream()
                    .filter(each -> groups.contains(each.group()))
                    .map(each -> new Grant(each.environment(), each.role(), Optional.of(each.group()), by, at))
                    .toList();
        }
    }

    /** Whoever is in a group has a role: in an environment, or in all when that is empty. */
    public record GroupGrant(String group, Role role, Optional<String> environment) {}

    /**
     * A program that an issuer vouches for, such as a job of a pipeline.
     *
     * @param claims that its ID token must have, all of them
     * @param valid how long its token lasts
     */
    public record Workload(
            String issuer,
            String audience,
            Map<String, String> claims,
            Role role,
            Optional<String> environment,
            Duration valid) {
        public Workload {
            claims = Map.copyOf(claims);
        }
    }
}
