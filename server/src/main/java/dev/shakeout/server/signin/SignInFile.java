package dev.shakeout.server.signin;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Span;
import dev.shakeout.probes.WebAddress;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.signin.SignInRules.GroupGrant;
import dev.shakeout.server.signin.SignInRules.People;
import dev.shakeout.server.signin.SignInRules.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the file of {@code shakeout server --oidc}: {issuer, client-id, …, grants, workloads}. */
public final class SignInFile {
    private static final List<String> SCOPES = List.of("openid", "profile", "email");
    private static final Duration JOB = Duration.ofMinutes(15);
    private static final Duration LONGEST_JOB = Duration.ofHours(1);
    /** Without one of these a rule would let in whoever else uses the same issuer, and that may be the whole world. */
    private static final Set<String> OWNERS = Set.of(
            "sub",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "project_path",
            "project_id",
            "namespace_path",
            "namespace_id");

    private final Problems problems = new Problems();

    private SignInFile() {}

    /**
     * @param file its name, for messages and for its format
     * @throws InvalidInput with every mistake found
     */
    public static SignInRules read(String file, String text) {
        var here = new SignInFile();
        Tree document = TreeReader.readOurs(file, text, TreeReader.Form.BY_NAME);
        SignInRules rules = Fields.of(document, "the single sign-on", here.problems)
                .map(here::rules)
                .orElseGet(() -> new SignInRules(Optional.empty(), List.of()));
        here.problems.throwIfAny();
        return rules;
    }

    private SignInRules rules(Fields fields) {
        fields.allow(
                "issuer",
                "client-id",
                "scopes",
                "name-claim",
                "groups-claim",
                "require-nonce",
                "valid",
                "grants",
                "workloads");
        List<Workload> workloads = each(fields, "workloads", this::workload);
        if (fields.find("issuer").isEmpty() && !workloads.isEmpty()) {
            return new SignInRules(Optional.empty(), workloads);
        }
        Optional<People> people = people(fields);
        people.ifPresent(
                them -> workloads.stream()
                        .filter(job -> job.issuer().equals(them.issuer())
                                && job.audience().equals(them.clientId()))
                        .findFirst()
                        .ifPresent(
                                _ -> problems.at(
                                        fields.positionOf("workloads"),
                                        "a workload has the client-id as its audience; take another one, or a person could come as it")));
        return new SignInRules(people, workloads);
    }

    private Optional<People> people(Fields fields) {
        Optional<String> issuer = issuer(fields);
        Optional<String> client = fields.require("client-id", Name.TYPE);
        List<String> scopes = fields.items("scopes").stream()
                .flatMap(item -> problems.parse(item, Name.TYPE, "a scope").stream())
                .toList();
        if (!scopes.isEmpty() && !scopes.contains("openid")) {
            problems.at(fields.positionOf("scopes"), "without the scope 'openid' there is no ID token; add it");
        }
        List<GroupGrant> grants = each(fields, "grants", this::grant);
        return issuer.flatMap(address -> client.map(id -> new People(
                address,
                id,
                scopes.isEmpty() ? SCOPES : scopes,
                fields.or("name-claim", Name.TYPE, "preferred_username"),
                fields.or("groups-claim", Name.TYPE, "groups"),
                fields.find("require-nonce").map(value -> flag(value)).orElse(false),
                span(fields, SignInRules.LONGEST, SignInRules.LONGEST),
                grants)));
    }

    private boolean flag(Tree value) {
        String text = value.json().text();
        if (!Set.of("true", "false").contains(text)) {
            problems.at(value.position(), "'require-nonce' must be true or false");
        }
        return text.equals("true");
    }

    private GroupGrant grant(Fields fields) {
        fields.allow("group", "role", "environment");
        return new GroupGrant(
                fields.require("group", Name.TYPE).orElse(""), role(fields), fields.find("environment", Name.TYPE));
    }

    private Workload workload(Fields fields) {
        fields.allow("issuer", "audience", "claims", "role", "environment", "valid");
        return new Workload(
                issuer(fields).orElse(""),
                fields.require("audience", Name.TYPE).orElse(""),
                claims(fields),
                role(fields),
                fields.find("environment", Name.TYPE),
                span(fields, JOB, LONGEST_JOB));
    }

    private Map<String, String> claims(Fields fields) {
        var claims = new LinkedHashMap<String, String>();
        fields.object("claims")
                .ifPresent(all -> all.tree()
                        .json()
                        .members()
                        .keySet()
                        .forEach(name -> all.require(name, Name.TYPE).ifPresent(value -> claims.put(name, value))));
        if (claims.keySet().stream().noneMatch(OWNERS::contains)) {
            problems.at(
                    fields.positionOf("claims"),
                    "'claims' must say whose the workload is, by one of "
                            + String.join(", ", OWNERS.stream().sorted().toList())
                            + "; else everybody's would be let in who uses that issuer");
        }
        return claims;
    }

    private Role role(Fields fields) {
        Optional<String> word = fields.require("role", Name.TYPE);
        try {
            return word.map(Role::ofWord).orElse(Role.VIEWER);
        } catch (IllegalArgumentException _) {
            problems.at(
                    fields.positionOf("role"),
                    "there is no role '" + word.orElse("") + "'; it must be viewer, operator, approver or admin");
            return Role.VIEWER;
        }
    }

    private Duration span(Fields fields, Duration usual, Duration longest) {
        try {
            Duration span = fields.find("valid", Name.TYPE).map(Span::parse).orElse(usual);
            if (span.isPositive() && span.compareTo(longest) <= 0) {
                return span;
            }
        } catch (BadValue _) {
            // told below
        }
        problems.at(
                fields.positionOf("valid"),
                "'valid' must be a duration such as 8h or 15m, and at most " + Span.words(longest));
        return usual;
    }

    /** What is said by plain http anybody on the way could say. */
    private Optional<String> issuer(Fields fields) {
        Optional<String> issuer = fields.require("issuer", Name.TYPE);
        issuer.filter(text -> !WebAddress.isTrusted(text))
                .ifPresent(text -> problems.at(
                        fields.positionOf("issuer"),
                        "'" + text + "' is no address of a provider such as https://accounts.example.org"));
        return issuer;
    }

    private <T> List<T> each(Fields fields, String key, Function<Fields, T> read) {
        var all = new ArrayList<T>();
        for (Tree item : fields.items(key)) {
            Fields.of(item, "an item of '" + key + "'", problems).ifPresent(one -> all.add(read.apply(one)));
        }
        if (new HashSet<>(all).size() < all.size()) {
            problems.at(fields.positionOf(key), "an item of '" + key + "' is there twice; leave one out");
        }
        return all;
    }
}
