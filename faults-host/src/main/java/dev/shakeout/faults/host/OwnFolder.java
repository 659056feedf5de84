package dev.shakeout.faults.host;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import java.util.List;

/** A folder that an injection makes at a place on a disk, and that goes with all that is in it. */
record OwnFolder(String path) {
    static OwnFolder in(String place, Token token) {
        return new OwnFolder(place + "/" + token.text());
    }

    Step make() {
        return Step.shell(
                "make the folder " + path,
                "umask 077; mkdir \"$1\"",
                List.of(path),
                Inverse.of("rm -rf \"$1\"", path).lasting());
    }
}
