package dev.shakeout.faults.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The quickest of a few exchanges with a server, from an address of one's own. */
public final class PeerExchange {
    private PeerExchange() {}

    /** FROM TO PORT LIMIT-MILLIS. */
    public static void main(String[] arguments) {
        String quickest = "FAILED 0";
        double millis = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            String outcome = attempt(arguments);
            double took = (System.nanoTime() - begin) / 1e6;
            if (i == 0 || (outcome.equals("ANSWERED") && took < millis)) {
                millis = took;
                quickest = outcome + " " + took;
            }
            if (!outcome.equals("ANSWERED")) {
                break;
            }
        }
        System.out.println(quickest);
    }

    private static String attempt(String[] arguments) {
        int limit = Integer.parseInt(arguments[3]);
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(arguments[0], 0));
            socket.connect(new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])), limit);
            socket.setSoTimeout(limit);
            socket.shutdownOutput();
            return socket.getInputStream().read() < 0 ? "ANSWERED" : "ODD";
        } catch (IOException e) {
            return "FAILED";
        }
    }
}
