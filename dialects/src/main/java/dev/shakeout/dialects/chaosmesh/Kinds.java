package dev.shakeout.dialects.chaosmesh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every kind of Chaos Mesh that does something. */
final class Kinds {
    private static final String CLOUD =
            "Shakeout does not act on the interface of this cloud; use that tool itself, called by"
                    + " an action of type process";

    static final List<Kind> ALL = List.of(
            new PodChaos(),
            new NetworkChaos(),
            new StressChaos(),
            new HttpChaos(),
            new IoChaos(),
            new TimeChaos(),
            new DnsChaos(),
            new JvmChaos(),
            new PhysicalMachineChaos(),
            new Unsupported(
                    "KernelChaos",
                    "Shakeout does not change what calls of the kernel return; disk/error makes those"
                            + " on files fail"),
            new Unsupported(
                    "BlockChaos",
                    "Shakeout does not slow down the device of a volume; IOChaos with latency slows"
                            + " down its files"),
            new Unsupported("AWSChaos", CLOUD),
            new Unsupported("GCPChaos", CLOUD),
            new Unsupported("AzureChaos", CLOUD),
            new Unsupported("CloudStackChaos", CLOUD));

    private Kinds() {}

    /** Those that hit something, and those that put them together. */
    static List<Body> bodies() {
        return Stream.concat(
                        ALL.stream().<Body>map(Body.Single::new),
                        Stream.of(new Schedule(), new Workflow(), STATUS_CHECK))
                .toList();
    }

    private static final Body STATUS_CHECK = new Body.Single(new Unsupported(
            "StatusCheck", "alone it does nothing; it counts in a Workflow, as a template of type StatusCheck"));

    static Optional<Body> named(String name) {
        return bodies().stream().filter(body -> body.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return bodies().stream().map(Body::name).toList();
    }

    /** What a Schedule can have under it. */
    static List<String> schedulable() {
        return Stream.concat(ALL.stream().map(Kind::name), Stream.of("Workflow"))
                .toList();
    }

    /** The key that its spec has within another object: podChaos, httpChaos. */
    static String key(String name) {
        int chaos = name.lastIndexOf("Chaos");
        String first = chaos < 0 ? name : name.substring(0, chaos);
        boolean shortened = first.equals(first.toUpperCase(Locale.ROOT));
        return switch (first) {
            case "PhysicalMachine" -> "physicalmachineChaos";
            case "CloudStack" -> "cloudstackChaos";
            default ->
                shortened
                        ? first.toLowerCase(Locale.ROOT) + "Chaos"
                        : Character.toLowerCase(name.charAt(0)) + name.substring(1);
        };
    }

    /** By which kind Chaos Mesh has something like a fault of ours; empty where it has nothing. */
    static Optional<String> ofFault(String fault) {
        return switch (fault.replaceFirst("/.*", "")) {
            case "network" -> Optional.of("NetworkChaos");
            case "cpu", "memory" -> Optional.of("StressChaos");
            case "http" -> Optional.of("HTTPChaos");
            case "dns" -> Optional.of("DNSChaos");
            case "jvm" -> Optional.of("JVMChaos");
            case "time" -> Optional.of("TimeChaos");
            case "process" -> Optional.of("PhysicalMachineChaos");
            case "pod" -> fault.equals("pod/evict") ? Optional.empty() : Optional.of("PodChaos");
            case "disk" -> IoChaos.FAULTS.containsValue(fault) ? Optional.of("IOChaos") : Optional.empty();
            default -> Optional.empty();
        };
    }
}
