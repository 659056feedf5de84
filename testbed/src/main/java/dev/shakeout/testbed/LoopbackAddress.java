package dev.shakeout.testbed;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Addresses of this host alone, of which there are enough for everybody. */
final class LoopbackAddress {
    private LoopbackAddress() {}

    /** One where nobody listens on these ports. */
    static String free(int... ports) throws IOException {
        var random = ThreadLocalRandom.current();
        while (true) {
            String address =
                    "127.%d.%d.%d".formatted(random.nextInt(64, 255), random.nextInt(255), random.nextInt(1, 255));
            if (isFree(InetAddress.ofLiteral(address), ports)) {
                return address;
            }
        }
    }

    private static boolean isFree(InetAddress address, int... ports) throws IOException {
        for (int port : ports) {
            try (var _ = new ServerSocket(port, 1, address)) {
                // nobody else has it
            } catch (BindException _) {
                return false;
            }
        }
        return true;
    }
}
