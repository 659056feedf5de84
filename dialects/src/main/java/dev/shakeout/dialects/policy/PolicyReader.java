package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Policy;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Vocabulary;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code shakeout-policy.yaml}: {time-zone, default-environment, everywhere, environments}. */
public final class PolicyReader {
    private final Fields policy;
    private final RuleReader rules;

    private PolicyReader(Fields policy, String file, Vocabulary vocabulary) {
        this.policy = policy;
        this.rules = new RuleReader(file, vocabulary);
    }

    /**
     * @param file its name, for messages, for its format, and for what it names relative to itself
     * @throws InvalidInput with every mistake found, in the order of the file
     */
    public static Policy read(String file, String text, Vocabulary vocabulary) {
        Tree document = TreeReader.readOurs(file, text, TreeReader.Form.BY_NAME);
        var problems = new Problems();
        Fields fields = Fields.of(document, "the policy", problems)
                .orElseThrow(() -> new InvalidInput(problems.found()))
                .allow("time-zone", "default-environment", "everywhere", "environments");
        Policy policy = new PolicyReader(fields, file, vocabulary).read(file);
        problems.throwIfAny();
        return policy;
    }

    /**
     * Only which approvals it asks for in an environment, for whoever has to get them together before a run begins. What is wrong
     * with it is left to {@link #read}.
     */
    public static List<Rule.Approvals> approvals(String file, String text, String environment) {
        try {
            Tree document = TreeReader.readOurs(file, text, TreeReader.Form.BY_NAME);
            Optional<Fields> policy = Fields.of(document, "the policy", new Problems());
            return Stream.of(
                            policy.flatMap(fields -> fields.object("everywhere")),
                            policy.flatMap(fields -> fields.object("environments"))
                                    .flatMap(all -> all.object(environment)))
                    .flatMap(block -> block.flatMap(RuleReader::approvals).stream())
                    .toList();
        } catch (InvalidInput _) {
            return List.of();
        }
    }

    private Policy read(String file) {
        Optional<ZoneId> zone = policy.find("time-zone", Forms.ZONE);
        List<Rule> everywhere = policy.object("everywhere")
                .map(block -> rules.read(block, zone))
                .orElse(List.of());
        Map<String, List<Rule>> environments = environments(zone);
        var standard = policy.find("default-environment", Name.TYPE);
        if (standard.isPresent() && !environments.containsKey(standard.get())) {
            policy.problems()
                    .at(
                            policy.positionOf("default-environment"),
                            "there is no environment '" + standard.get() + "' in this policy"
                                    + Nearest.suggestion(standard.get(), environments.keySet()));
        }
        if (policy.find("everywhere").isEmpty() && environments.isEmpty()) {
            policy.problems()
                    .at(policy.position(), "the policy has no rules; write them under 'everywhere' or 'environments'");
        }
        return new Policy(file, everywhere, environments, standard);
    }

    private Map<String, List<Rule>> environments(Optional<ZoneId> zone) {
        var environments = new LinkedHashMap<String, List<Rule>>();
        policy.object("environments")
                .ifPresent(all -> all.tree().members().forEach((name, member) -> {
                    List<Rule> read = member.value().isNull()
                            ? List.of()
                            : Fields.of(member.value(), "the environment '" + name + "'", policy.problems())
                                    .map(block -> rules.read(block, zone))
                                    .orElse(List.of());
                    environments.put(name, read);
                }));
        return environments;
    }
}
