package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.List;

/** A file system that fills up. */
final class DiskAttack implements Attack {
    private static final Option LENGTH = Attack.length("Disk");
    private static final Option DIRECTORY =
            Option.value("Disk", "path; /tmp if not given", "--dir", "-d").also("--directory");
    private static final Fidelity AT_ONCE =
            new Fidelity.Approximated("nothing: one large file is made at once, whoever writes it");
    private static final Option WORKERS =
            Option.value("Disk", "", "--workers", "-w").only(AT_ONCE);
    private static final Option BLOCK =
            Option.value("Disk", "", "--block-size", "-b").only(AT_ONCE).also("--blocksize");
    private static final Option PERCENT = Option.value("Disk", "", "--percent", "-p")
            .only(new Fidelity.Approximated(
                    "percent, 100 if not given; 5% or 1 GiB, whichever is more, stays free in any" + " case"));
    private static final Fidelity NOT_THERE = new Fidelity.NotSupported(
            "disk/fill fills file systems of the host; write an attack on the host with the folder that the container has"
                    + " mounted");
    private static final Field WHOLE = Attack.whole("Disk", "disk/fill").or(NOT_THERE);

    @Override
    public String name() {
        return "Disk";
    }

    @Override
    public String introduction() {
        return "`disk/fill`, on hosts only.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, DIRECTORY, WORKERS, BLOCK, PERCENT);
    }

    @Override
    public Field whole() {
        return WHOLE;
    }

    @Override
    public Fidelity on(String kind) {
        return kind.equals("host") ? WHOLE.ways().getFirst() : NOT_THERE;
    }

    @Override
    public Struck read(Sheet arguments) {
        var length = Attack.length(arguments, LENGTH);
        String path = arguments.take(DIRECTORY.field(), Type.text()).orElse("/tmp");
        arguments.take(WORKERS.field(), Type.integer(1, 1024));
        arguments.take(BLOCK.field(), Type.integer(1, 1 << 20));
        int percent = arguments.take(PERCENT.field(), Type.integer(1, 100)).orElse(100);
        Draft fill = Draft.at(arguments.position()).put("path", path).put("percent", percent + "%");
        return _ -> List.of(Strike.of("disk/fill", fill, length));
    }
}
