package dev.shakeout.faults.container;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What a container has said. */
record ContainerLog(List<String> lines) {
    /** Lines that are read at most, the newest. */
    static final int MOST = 10_000;

    /** Before each piece stand its stream, three zeros, and its length as a number of four bytes (Docker's API, attach). */
    private static final int HEAD = 8;

    static ContainerLog since(Instant time, Container container) throws IOException {
        var answer = container
                .engine()
                .ask(Container.path(container.id()) + "/logs?stdout=true&stderr=true&tail=" + MOST + "&since="
                        + "%d.%09d".formatted(time.getEpochSecond(), time.getNano()));
        if (answer.status() != 200) {
            throw new IOException("the log of container " + container.name() + " cannot be read: "
                    + answer.text().strip());
        }
        String said = container.flag("Config", "Tty") ? answer.latin() : pieces(answer.latin());
        return new ContainerLog(ContainerEngine.Answer.utf8(said).lines().toList());
    }

    private static String pieces(String latin) {
        var said = new StringBuilder();
        int at = 0;
        while (at + HEAD <= latin.length()) {
            int length = latin.charAt(at + 4) << 24
                    | latin.charAt(at + 5) << 16
                    | latin.charAt(at + 6) << 8
                    | latin.charAt(at + 7);
            int end = (int) Math.min(latin.length(), at + HEAD + (length & 0xffffffffL));
            said.append(latin, at + HEAD, end);
            at = end;
        }
        return said.toString();
    }
}
