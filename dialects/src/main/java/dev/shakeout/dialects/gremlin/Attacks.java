package dev.shakeout.dialects.gremlin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every kind of attack. */
final class Attacks {
    static final List<Attack> ALL = List.of(
            new CpuAttack(),
            new MemoryAttack(),
            new DiskAttack(),
            new IoAttack(),
            new ExhaustionAttack("Thread_Bomb"),
            new ExhaustionAttack("Process_Exhaustion"),
            new GpuAttack(),
            NetworkAttack.blackhole(),
            NetworkAttack.dns(),
            NetworkAttack.latency(),
            NetworkAttack.loss(),
            new CertificatesAttack(),
            new ShutdownAttack(),
            new TimeTravelAttack(),
            new ProcessKillerAttack());

    private static final Map<String, String> OTHER_NAMES =
            Map.of("certificateexpiry", "collectcerts", "diskspace", "disk", "diskio", "io");

    private Attacks() {}

    /** @param name in any letters: Packet_Loss, packet_loss, packetLoss */
    static Optional<Attack> named(String name) {
        String plain = plain(name);
        String asked = OTHER_NAMES.getOrDefault(plain, plain);
        return ALL.stream().filter(attack -> plain(attack.name()).equals(asked)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Attack::name).toList();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
