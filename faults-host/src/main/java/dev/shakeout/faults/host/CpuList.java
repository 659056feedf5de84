package dev.shakeout.faults.host;

/** A list of processors as the kernel writes it: 0-3,8. */
record CpuList(String text) {
    int count() {
        int count = 0;
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            count += dash < 0
                    ? 1
                    : Integer.parseInt(part.substring(dash + 1)) - Integer.parseInt(part.substring(0, dash)) + 1;
        }
        return count;
    }

    static CpuList allowedTo(Procfs procfs, String pid) {
        return new CpuList(procfs.status(pid, "Cpus_allowed_list")
                .orElseGet(() -> "0-" + (Runtime.getRuntime().availableProcessors() - 1)));
    }
}
