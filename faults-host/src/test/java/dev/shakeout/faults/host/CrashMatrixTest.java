package dev.shakeout.faults.host;

/** Every fault of this module. */
class CrashMatrixTest extends CrashMatrix {
    @Override
    protected Stages stages() {
        return Stages.OF_THIS_HOST;
    }
}
