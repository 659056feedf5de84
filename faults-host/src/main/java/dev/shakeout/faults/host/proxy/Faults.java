package dev.shakeout.faults.host.proxy;

import dev.shakeout.faults.host.proxy.ConnectionFault.Refuse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/** What a proxy does to its connections at this moment. */
record Faults(List<InForce> all) {
    static final Faults NONE = new Faults(List.of());

    /**
     * One of them.
     *
     * @param id that no other one has
     * @param sinceNanos when it came into force, by {@link System#nanoTime}
     */
    record InForce(String id, FaultLine line, long sinceNanos) {
        /**
         * Whether it is meant for a connection. That is decided once for both of them, whatever comes and goes meanwhile.
         *
         * A share of requests is drawn for each of them.
         *
         * @param lot that the connection drew
         */
        boolean meets(long lot) {
            boolean all = line.percent().value() >= 100 || line.fault() instanceof ConnectionFault.Http;
            return all
                    || fraction(lot ^ id.hashCode() * 0x9e3779b97f4a7c15L)
                            < line.percent().fraction();
        }

        /** From 0 to 1, evenly: the last step of the SplitMix64 generator. */
        private static double fraction(long seed) {
            long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            return ((mixed ^ mixed >>> 31) >>> 11) * 0x1p-53;
        }
    }

    /** With these lines, which go by an id each; those that were in force before go on as they are. */
    Faults become(Collection<Named> lines) {
        var known = new HashMap<String, InForce>();
        all.forEach(each -> known.put(each.id(), each));
        var next = new ArrayList<InForce>();
        long now = System.nanoTime();
        for (Named named : lines) {
            InForce fresh = new InForce(named.id(), named.line(), now);
            InForce before = known.getOrDefault(named.id(), fresh);
            next.add(before.line().equals(named.line()) ? before : fresh);
        }
        return new Faults(List.copyOf(next));
    }

    /** A line and where it comes from. */
    record Named(String id, FaultLine line) {}

    /**
     * Reads lines such as {@code delay 400ms 50ms}; empty ones are left out.
     *
     * @param source goes into their ids
     * @throws IllegalArgumentException when a line is no fault
     */
    static List<Named> parse(String source, List<String> lines) {
        var named = new ArrayList<Named>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                named.add(new Named(source + ":" + i, FaultLine.parse(lines.get(i))));
            }
        }
        return named;
    }

    List<FaultLine> lines() {
        return all.stream().map(InForce::line).toList();
    }

    /** Whether nobody is to listen at all. */
    boolean refuseAll() {
        return all.stream()
                .anyMatch(each -> each.line().fault() instanceof Refuse
                        && each.line().percent().value() >= 100);
    }
}
