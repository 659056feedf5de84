package dev.shakeout.faults.kubernetes;

import dev.shakeout.agent.Agent;
import dev.shakeout.agent.Carrier;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** As {@code shakeout agent --stdio}, and as {@code shakeout recover} when nothing is left: for an image before the command is built. */
public final class StdioAgent {
    private StdioAgent() {}

    public static void main(String[] words) throws IOException {
        if (words[0].equals("agent")) {
            new Agent(Catalog.installed(), Machine.local(), "test")
                    .serve(Carrier.of(System.in, new FileOutputStream(FileDescriptor.out)));
        }
    }
}
