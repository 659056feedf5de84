package dev.shakeout.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One rule of a policy; a run that breaks any of them is refused. */
public sealed interface Rule {
    /** Where it stands. */
    Position position();

    /** How many targets a run may hit, all activities together. */
    record MaxTargets(int most, Position position) implements Rule {}

    /** Which share of the targets that a selector finds an activity may hit. */
    record MaxPercent(Percent most, Position position) implements Rule {}

    /** How many healthy replicas of every service a run must leave untouched, all activities together. */
    record KeepReplicas(int least, Position position) implements Rule {}

    /** No fault is allowed that matches none of these. */
    record AllowFaults(List<Glob> faults, Position position) implements Rule {
        public AllowFaults {
            faults = List.copyOf(faults);
        }
    }

    /** Faults of files may only act at paths that match one of these, wherever links lead. */
    record AllowPaths(List<Glob> paths, Position position) implements Rule {
        public AllowPaths {
            paths = List.copyOf(paths);
        }
    }

    /** Objects of clusters may only be hit by contexts that match one of these. */
    record AllowContexts(List<Glob> contexts, Position position) implements Rule {
        public AllowContexts {
            contexts = List.copyOf(contexts);
        }
    }

    /**
     * Objects of clusters may only be hit in namespaces that match one of these; what belongs to a whole cluster, only where *
     * is among them.
     */
    record AllowNamespaces(List<Glob> namespaces, Position position) implements Rule {
        public AllowNamespaces {
            namespaces = List.copyOf(namespaces);
        }
    }

    /**
     * Where users are: a run that hits objects by these contexts, or in these namespaces, must be told so by name. What
     * belongs to a whole cluster is in all of its namespaces.
     */
    record Production(List<Glob> contexts, List<Glob> namespaces, Position position) implements Rule {
        public Production {
            contexts = List.copyOf(contexts);
            namespaces = List.copyOf(namespaces);
        }
    }

    record DenyFaults(Glob faults, Position position) implements Rule {}

    /**
     * Targets that are never hit. All that is given must match.
     *
     * @param kind empty means any
     * @param name of the target, under any name it has
     * @param by criteria of that kind of target but its name
     */
    record Protect(Optional<String> kind, Optional<Glob> name, Arguments by, Position position) implements Rule {}

    /** A run must begin and, as far as its length is known, end within these. */
    record Windows(ZoneId zone, List<Schedule> open, Position position) implements Rule {
        public Windows {
            open = List.copyOf(open);
        }
    }

    /** No run may be under way in this time. */
    record Freeze(ZoneId zone, Schedule when, Optional<String> reason, Position position) implements Rule {}

    /**
     * So many people must have approved of this very file.
     *
     * @param within how long a run waits for them, where something can wait: on a server
     */
    record Approvals(int people, Duration within, Position position) implements Rule {
        public static final Duration USUAL = Duration.ofHours(24);

        public Approvals(int people, Position position) {
            this(people, USUAL, position);
        }
    }

    /** A feature flag must be on. */
    record FeatureFlag(FlagSource source, Position position) implements Rule {}

    /** Where the value of a feature flag comes from. */
    sealed interface FlagSource {
        /** A variable of the environment; the text true means on. */
        record Variable(String name) implements FlagSource {
            @Override
            public String toString() {
                return "variable " + name;
            }
        }

        /** A file of flag definitions, as flagd reads them. */
        record File(Path file, String key) implements FlagSource {
            @Override
            public String toString() {
                return "flag '" + key + "' in " + file;
            }
        }

        /** An address that answers a GET with true, or with an object whose value is true. */
        record Url(URI url, Duration timeout) implements FlagSource {
            @Override
            public String toString() {
                return url.toString();
            }
        }

        /** A service that speaks OpenFeature's remote evaluation protocol (OFREP). */
        record Remote(URI service, String key, Duration timeout) implements FlagSource {
            @Override
            public String toString() {
                return "flag '" + key + "' of " + service;
            }
        }
    }
}
