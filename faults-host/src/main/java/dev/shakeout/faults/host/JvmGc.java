package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Lets a JVM collect its garbage, all of it and at once, as System.gc() does. */
public final class JvmGc implements Fault {
    @Override
    public Descriptor descriptor() {
        return Descriptor.of("jvm/gc", "Lets a running JVM collect all its garbage at once.");
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "whether an object that nobody held was collected; a JVM may be told not to listen (-XX:+DisableExplicitGC)";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new JvmRung(
                "it is over at once",
                _ -> List.of("kind=gc"),
                _ -> "let it collect its garbage",
                (folder, _) -> new Collected(folder),
                List.of(JvmRung.WARNING)));
    }

    /** Value 1 when there was a collection. */
    private record Collected(JvmFolder folder) implements Effect {
        @Override
        public String what() {
            return "whether " + folder.target() + " collected its garbage";
        }

        @Override
        public Reading read() throws IOException {
            Optional<Properties> said = folder.said();
            if (said.isEmpty()) {
                return new Reading(0, "", "not asked to");
            }
            double collected = Double.parseDouble(said.get().getProperty("collected", "0"));
            String words = collected == 0
                    ? "it was asked to and did not"
                    : "in " + said.get().getProperty("millis") + " ms " + bytes(said.get(), "before")
                            + " of its heap in use became " + bytes(said.get(), "after");
            return new Reading(collected, "", words);
        }

        private static Bytes bytes(Properties said, String name) {
            return new Bytes(Long.parseLong(said.getProperty(name, "0")));
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return on.value() > before.value();
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == 0;
        }

        @Override
        public boolean momentary() {
            return true;
        }
    }
}
