package dev.shakeout.cli.foreign;

import org.junit.jupiter.api.Tag;

/** Every file. */
@Tag("long")
class AllForeignEffectsTest extends ForeignEffects {
    AllForeignEffectsTest() {
        super(ForeignRoom.Extent.ALL);
    }
}
