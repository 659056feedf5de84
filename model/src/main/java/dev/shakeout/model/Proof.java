package dev.shakeout.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the host before a run and the host after it have to say about the run.
 *
 * @param facts how many were compared
 * @param residue what the run has left behind; makes it unsafe
 * @param meanwhile what changed without the run's doing: a host lives its own life
 */
public record Proof(int facts, List<Residue> residue, List<String> meanwhile) {
    public Proof {
        residue = List.copyOf(residue);
        meanwhile = List.copyOf(meanwhile);
    }

    /**
     * One thing that is not as before.
     *
     * @param words what and where: "new: nftables table inet x in the network of process y (pid 4)"
     * @param clear the command that puts it right, where one is known
     */
    public record Residue(String words, Optional<String> clear) {
        @Override
        public String toString() {
            return words + clear.map(command -> "; run: " + command).orElse("");
        }
    }

    public boolean clean() {
        return residue.isEmpty();
    }

    /** In one line: "the host is as before: 87 facts compared". */
    public String words() {
        return clean()
                ? "the host is as before: " + facts + " facts compared"
                : residue.size() + " of " + facts + " facts about the host " + (residue.size() == 1 ? "is" : "are")
                        + " not as before";
    }

    public Proof and(Proof other) {
        var allResidue = new ArrayList<>(residue);
        allResidue.addAll(other.residue);
        var allMeanwhile = new ArrayList<>(meanwhile);
        allMeanwhile.addAll(other.meanwhile);
        return new Proof(facts + other.facts, allResidue, allMeanwhile);
    }
}
