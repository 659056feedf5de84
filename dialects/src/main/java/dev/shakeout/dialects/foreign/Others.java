package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods at the other end of a fault of the network, or what stands for them in a target map.
 *
 * @param addresses that the map gives
 * @param targets of ours, without a mode, whose addresses a plan finds
 * @param selections how many things they are together; of several, only all can be meant
 */
public record Others(List<String> addresses, List<Tree.Obj> targets, int selections) {
    public static final Others NONE = new Others(List.of(), List.of(), 0);

    public Others {
        addresses = List.copyOf(addresses);
        targets = List.copyOf(targets);
    }

    /** Whether nothing stands for them. */
    public boolean isEmpty() {
        return selections == 0;
    }

    public static Others of(PodCriteria criteria, TargetMap map) {
        if (map.isEmpty()) {
            List<Tree.Obj> pods = criteria.targets();
            return new Others(List.of(), pods, pods.size());
        }
        List<TargetMap.Stand> stands = map.matching(criteria);
        var addresses = new ArrayList<String>();
        var targets = new ArrayList<Tree.Obj>();
        for (TargetMap.Stand stand : stands) {
            addresses.addAll(stand.addresses());
            if (stand.addresses().isEmpty()) {
                targets.add(stand.target());
            }
        }
        return new Others(addresses, targets, stands.size());
    }
}
