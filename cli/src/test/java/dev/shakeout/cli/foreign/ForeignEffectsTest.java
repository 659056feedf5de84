package dev.shakeout.cli.foreign;

/** A sample, as all of them take a quarter of an hour: of each dialect the first call of each fault. */
class ForeignEffectsTest extends ForeignEffects {
    ForeignEffectsTest() {
        super(ForeignRoom.Extent.SAMPLE);
    }
}
