package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;

/** A disk that is kept busy. */
final class IoAttack implements Attack {
    private static final Option LENGTH = Attack.length("IO");
    private static final Option DIRECTORY =
            Option.value("IO", "path; /tmp if not given", "--dir", "-d").also("--directory");
    private static final Option MODE =
            Option.value("IO", "operation: r is read, w is write, rw is both; rw if not given", "--mode", "-m");
    private static final Option WORKERS = Option.value("IO", "workers; 1 if not given", "--workers", "-w");
    private static final Option BLOCK = Option.value("IO", "block, in KiB; 4 if not given", "--block-size", "-s")
            .also("--blocksize");
    private static final Option COUNT = Option.value(
                    "IO", "size of each worker's file: so many blocks; 1 if not given", "--block-count", "-c")
            .or(new Fidelity.Approximated("size of each worker's file, which is 1 MiB at least"))
            .also("--blockcount");
    private static final Type<String> MODES = Type.choice("r", "w", "rw");
    private static final int KIB_OF_LEAST_FILE = 1024;

    @Override
    public String name() {
        return "IO";
    }

    @Override
    public String introduction() {
        return "`disk/io-load`.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, DIRECTORY, MODE, WORKERS, BLOCK, COUNT);
    }

    @Override
    public Field whole() {
        return Attack.whole(name(), "disk/io-load");
    }

    @Override
    public Struck read(Sheet arguments) {
        var length = Attack.length(arguments, LENGTH);
        String path = arguments.take(DIRECTORY.field(), Type.text()).orElse("/tmp");
        String mode = arguments.take(MODE.field(), MODES).orElse("rw");
        int workers = arguments.take(WORKERS.field(), Type.integer(1, 64)).orElse(1);
        int block = arguments.take(BLOCK.field(), Type.integer(1, 65_536)).orElse(4);
        int count = arguments
                .take(
                        COUNT.field(),
                        Type.integer(1, 1 << 20),
                        blocks -> COUNT.field().ways().get((long) blocks * block < KIB_OF_LEAST_FILE ? 1 : 0))
                .orElse(1);
        Draft load = Draft.at(arguments.position())
                .put("path", path)
                .put("operation", mode.equals("r") ? "read" : mode.equals("w") ? "write" : "both")
                .put("workers", Json.of((long) workers))
                .put("block", block + "KiB")
                .put("size", Math.max(KIB_OF_LEAST_FILE, (long) count * block) + "KiB");
        return _ -> List.of(Strike.of("disk/io-load", load, length));
    }
}
