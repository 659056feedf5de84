package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ephemeral storage of a pod is filled. */
final class DiskFill implements HubFault {
    private static final Field SHARE = Field.approximated(
                    "FILL_PERCENTAGE",
                    "percent of the file system that /tmp is on, where Litmus means the pod's limit of ephemeral storage")
            .or(new Fidelity.Kept("size: this share of EPHEMERAL_STORAGE_MEBIBYTES, in a file of /tmp"))
            .or(new Fidelity.NotSupported(
                    "no fault fills the storage of a pod; have a host stand for it in a target map, or fill"
                            + " its volume by a command in an action of the provider process"));
    private static final Field SIZE = Field.kept("EPHEMERAL_STORAGE_MEBIBYTES", "size, as FILL_PERCENTAGE says");
    private static final Field BLOCK =
            Field.approximated("DATA_BLOCK_SIZE", "nothing: how it is written is Shakeout's choice");
    private static final String FOLDER = "/tmp";

    @Override
    public String name() {
        return "disk-fill";
    }

    @Override
    public String introduction() {
        return "`disk/fill` of `/tmp` on hosts that stand for the pods; on pods themselves it is refused.";
    }

    @Override
    public List<Field> tunables() {
        var fields = new ArrayList<>(List.of(SHARE, SIZE, BLOCK));
        fields.addAll(Pods.tunables());
        return fields;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of("TOTAL_CHAOS_DURATION", "60", "FILL_PERCENTAGE", "80", "SEQUENCE", "parallel");
    }

    @Override
    public List<Hit> read(Tunables tunables, Application application) {
        var pods = Pods.read(tunables, application);
        Optional<Integer> size = tunables.take(SIZE, Type.integer(1, 1_000_000_000));
        tunables.record(BLOCK);
        BigDecimal share = tunables.look(SHARE, Type.number(1, 100)).orElse(BigDecimal.valueOf(80));
        boolean hosts =
                pods.targets().stream().allMatch(target -> Pods.kind(target).equals("host"));
        Fidelity way = SHARE.ways().get(!hosts ? 2 : size.isPresent() ? 1 : 0);
        tunables.record(SHARE, way);
        if (!tunables.given(SHARE) && !(way instanceof Fidelity.Kept)) {
            tunables.sheet().note(SHARE, way);
        }
        Draft arguments = Draft.at(tunables.positionOf(SHARE)).put("path", FOLDER);
        if (size.isPresent()) {
            long mebibytes = share.multiply(BigDecimal.valueOf(size.get()))
                    .movePointLeft(2)
                    .longValue();
            arguments.put("size", Math.max(1, mebibytes) + "MiB");
        } else {
            arguments.put("percent", Share.ours(share));
        }
        return pods.inContainer(_ -> Hit.Call.of("disk/fill", arguments));
    }
}
