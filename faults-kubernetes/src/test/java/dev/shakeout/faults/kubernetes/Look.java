package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.engine.RunListener;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Event;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a method, and with it a fault in the background, until the fault has bitten and a test has looked at what it did. */
final class Look implements ProbeKind, RunListener {
    static final String NAME = "look";

    private final WithCluster.During during;
    private final CountDownLatch bitten = new CountDownLatch(1);
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    private volatile boolean done;

    Look(WithCluster.During during) {
        this.during = during;
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(NAME, "Looks at what a fault does.");
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.EffectMeasured measured && measured.bites()) {
            bitten.countDown();
        }
    }

    @Override
    public ProbeReader open(String name, Arguments arguments, Machine machine) {
        return (ProbeReader.Once) () -> {
            look();
            return Json.of(true);
        };
    }

    private void look() throws InterruptedException {
        try {
            if (bitten.await(WithCluster.SOON.toSeconds(), TimeUnit.SECONDS)) {
                during.run();
                done = true;
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            thrown.add(e);
        }
    }

    void assertDone() {
        assertThat(thrown).isEmpty();
        assertThat(done).as("the fault has bitten").isTrue();
    }
}
