package dev.shakeout.faults.host;

import java.nio.file.Path;

/** Every fault of this module. */
class CrashMatrixTest extends CrashMatrix {
    @Override
    protected Stages open(Path folder) {
        return Stages.OF_THIS_HOST;
    }
}
