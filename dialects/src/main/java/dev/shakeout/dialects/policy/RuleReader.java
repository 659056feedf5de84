package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaostoolkit.ShareType;
import dev.shakeout.model.Glob;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rules of one environment, or those of all. */
final class RuleReader {
    private static final Type<Integer> TARGETS = Type.integer(0, 1_000_000);
    private static final Type<Integer> PEOPLE = Type.integer(1, 100);
    private static final Type<Duration> WITHIN = Type.duration(Duration.ofSeconds(1), Duration.ofDays(30));

    private final FaultGlob fault;
    private final ProtectReader protect;
    private final FlagReader flag;

    RuleReader(String file, Vocabulary vocabulary) {
        this.fault = new FaultGlob(vocabulary.faults().keySet());
        this.protect = new ProtectReader(vocabulary.targets());
        this.flag = new FlagReader(file);
    }

    /**
     * @param above the time zone that holds unless the block has its own
     */
    List<Rule> read(Fields block, Optional<ZoneId> above) {
        block.allow(
                "time-zone",
                "blast-radius",
                "faults",
                "clusters",
                "protected",
                "windows",
                "freezes",
                "approvals",
                "feature-flag");
        var rules = new ArrayList<Rule>();
        block.object("blast-radius").ifPresent(limits -> blastRadius(limits, rules));
        block.object("faults").ifPresent(faults -> faults(faults, rules));
        block.object("clusters").ifPresent(clusters -> clusters(clusters, rules));
        block.items("protected")
                .forEach(item -> protect.read(item, block.problems()).ifPresent(rules::add));
        times(block, block.find("time-zone", Forms.ZONE).or(() -> above), rules);
        approvals(block).ifPresent(rules::add);
        block.object("feature-flag")
                .flatMap(flag::read)
                .ifPresent(source -> rules.add(new Rule.FeatureFlag(source, block.positionOf("feature-flag"))));
        return rules;
    }

    static Optional<Rule.Approvals> approvals(Fields block) {
        return block.object("approvals")
                .map(approvals -> approvals.allow("people", "within"))
                .flatMap(approvals -> approvals
                        .require("people", PEOPLE)
                        .map(people -> new Rule.Approvals(
                                people,
                                approvals.or("within", WITHIN, Rule.Approvals.USUAL),
                                block.positionOf("approvals"))));
    }

    private static void blastRadius(Fields limits, List<Rule> rules) {
        limits.allow("max-targets", "max-percent", "min-replicas");
        limits.find("max-targets", TARGETS)
                .ifPresent(most -> rules.add(new Rule.MaxTargets(most, limits.positionOf("max-targets"))));
        limits.find("max-percent", new ShareType())
                .ifPresent(most -> rules.add(new Rule.MaxPercent(most, limits.positionOf("max-percent"))));
        limits.find("min-replicas", TARGETS)
                .ifPresent(least -> rules.add(new Rule.KeepReplicas(least, limits.positionOf("min-replicas"))));
    }

    private static void clusters(Fields clusters, List<Rule> rules) {
        clusters.allow("contexts", "namespaces", "production");
        if (clusters.find("contexts").isPresent()) {
            rules.add(new Rule.AllowContexts(globs(clusters, "contexts"), clusters.positionOf("contexts")));
        }
        if (clusters.find("namespaces").isPresent()) {
            rules.add(new Rule.AllowNamespaces(globs(clusters, "namespaces"), clusters.positionOf("namespaces")));
        }
        clusters.object("production")
                .map(marked -> marked.allow("contexts", "namespaces"))
                .ifPresent(marked -> {
                    var production = new Rule.Production(
                            globs(marked, "contexts"), globs(marked, "namespaces"), clusters.positionOf("production"));
                    if (production.contexts().isEmpty()
                            && production.namespaces().isEmpty()) {
                        clusters.problems()
                                .at(
                                        production.position(),
                                        "'production' marks nothing; give it 'contexts' or 'namespaces', names or patterns");
                    }
                    rules.add(production);
                });
    }

    private static List<Glob> globs(Fields block, String key) {
        return block.items(key).stream()
                .flatMap(item -> block.problems().parse(item, Type.text(), key).stream())
                .map(Glob::new)
                .toList();
    }

    private void faults(Fields faults, List<Rule> rules) {
        faults.allow("allow", "deny", "paths");
        if (faults.find("allow").isPresent()) {
            List<Glob> allowed = faults.items("allow").stream()
                    .flatMap(item -> faults.problems().parse(item, fault, "allow").stream())
                    .toList();
            rules.add(new Rule.AllowFaults(allowed, faults.positionOf("allow")));
        }
        if (faults.find("paths").isPresent()) {
            List<Glob> paths = faults.items("paths").stream()
                    .flatMap(item -> faults.problems().parse(item, new PathGlob(), "paths").stream())
                    .toList();
            rules.add(new Rule.AllowPaths(paths, faults.positionOf("paths")));
        }
        for (Tree item : faults.items("deny")) {
            faults.problems()
                    .parse(item, fault, "deny")
                    .ifPresent(glob -> rules.add(new Rule.DenyFaults(glob, item.position())));
        }
    }

    private static void times(Fields block, Optional<ZoneId> zone, List<Rule> rules) {
        for (String key : List.of("windows", "freezes")) {
            if (block.find(key).isPresent() && zone.isEmpty()) {
                block.problems()
                        .at(
                                block.positionOf(key),
                                "'" + key + "' needs a 'time-zone', here or at the top of the policy; such as"
                                        + " Europe/Berlin or UTC");
            }
        }
        zone.ifPresent(z -> {
            if (block.find("windows").isPresent()) {
                var open = block.items("windows").stream()
                        .flatMap(item -> Fields.of(item, "a window", block.problems()).stream())
                        .flatMap(item -> ScheduleReader.read(item, List.of()).stream())
                        .toList();
                rules.add(new Rule.Windows(z, open, block.positionOf("windows")));
            }
            block.items("freezes")
                    .forEach(item -> Fields.of(item, "a freeze", block.problems())
                            .flatMap(freeze -> freeze(freeze, z, item.position()))
                            .ifPresent(rules::add));
        });
    }

    private static Optional<Rule> freeze(Fields item, ZoneId zone, Position position) {
        var reason = item.find("reason", Name.TYPE);
        return ScheduleReader.read(item, List.of("reason"))
                .map(schedule -> new Rule.Freeze(zone, schedule, reason, position));
    }
}
