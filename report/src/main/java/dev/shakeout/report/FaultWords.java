package dev.shakeout.report;

/** What a fault does to its target, as the end of a sentence: "1 of 2 fks_auth was killed". */
final class FaultWords {
    private FaultWords() {}

    static String happened(String fault, boolean many) {
        String be = many ? "were " : "was ";
        String its = many ? "their" : "its";
        String family = fault.contains("/") ? fault.substring(0, fault.indexOf('/')) : fault;
        return switch (fault.substring(fault.lastIndexOf('/') + 1)) {
            case "kill", "term", "crash" -> be + "killed";
            case "pause", "freeze", "stop", "suspend" -> be + "paused";
            case "restart" -> be + "restarted";
            case "delay", "latency", "slow" -> family.equals("disk") ? "had a slow disk" : be + "delayed";
            case "loss" -> "lost packets";
            case "partition", "drop", "blackhole" -> be + "cut off";
            case "reject", "refuse", "down" -> "refused connections";
            case "reset" -> "had " + its + " connections reset";
            case "bandwidth", "rate", "throttle" -> be + "throttled";
            case "exception" -> "threw exceptions";
            case "fill" -> "had a full disk";
            default -> family(fault, family, be, its);
        };
    }

    private static String family(String fault, String family, String be, String its) {
        return switch (family) {
            case "cpu" -> be + "short of CPU";
            case "memory" -> be + "short of memory";
            case "time", "clock" -> "had " + its + " clock moved";
            case "dns" -> "could not resolve names";
            default -> be + "under " + fault;
        };
    }
}
