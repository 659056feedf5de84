package dev.shakeout.server.channel;

import dev.shakeout.probes.CallBounds;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Keeps requests from what only this host or its network reaches, so that whoever writes a channel cannot ask there by the server: by
 * IANA's registries of special addresses (RFC 6890), metadata of clouds at 169.254.169.254 among them.
 */
public final class AddressGuard implements CallBounds.Addresses {
    private static final int IPV4_BYTES = 4;

    /** This one is not asked. */
    public static final class Refused extends IOException {
        Refused(InetAddress address) {
            super("its address " + address.getHostAddress()
                    + " is one of a private network, of this host, or of no host, and is not"
                    + " asked; start the server with --allow-private-addresses, or have an admin of all environments set"
                    + " 'allow-private' of the channel");
        }
    }

    @Override
    public void check(InetAddress address) throws Refused {
        if (isSpecial(address)) {
            throw new Refused(address);
        }
    }

    private static boolean isSpecial(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV4_BYTES ? isSpecial4(bytes) : isSpecial6(bytes);
    }

    private static boolean isSpecial4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> true;
            case 100 -> second >= 64 && second < 128; // shared by customers of a provider
            case 169 -> second == 254;
            case 172 -> second >= 16 && second < 32;
            case 192 -> second == 168 || (second == 0 && (third == 0 || third == 2)) || (second == 88 && third == 99);
            case 198 -> second == 18 || second == 19 || (second == 51 && third == 100);
            case 203 -> second == 0 && third == 113;
            default -> first >= 224; // multicast, reserved, broadcast
        };
    }

    /** Only what is for the whole world; of that, what stands for an address of IPv4 counts as that. */
    private static boolean isSpecial6(byte[] bytes) {
        if (isZero(bytes, 0, 10) && (bytes[10] & 0xff) == 0xff && (bytes[11] & 0xff) == 0xff) {
            return isSpecial4(Arrays.copyOfRange(bytes, 12, 16)); // mapped, ::ffff:0:0/96
        }
        if (starts(bytes, 0x00, 0x64, 0xff, 0x9b)) {
            return !isZero(bytes, 4, 12) || isSpecial4(Arrays.copyOfRange(bytes, 12, 16)); // NAT64, 64:ff9b::/96
        }
        if (starts(bytes, 0x20, 0x02)) {
            return isSpecial4(Arrays.copyOfRange(bytes, 2, 6)); // 6to4
        }
        boolean global = (bytes[0] & 0xe0) == 0x20; // 2000::/3
        boolean protocols = starts(bytes, 0x20, 0x01) && (bytes[2] & 0xfe) == 0; // 2001::/23, Teredo among them
        return !global || protocols || starts(bytes, 0x20, 0x01, 0x0d, 0xb8);
    }

    private static boolean starts(byte[] bytes, int... values) {
        for (int i = 0; i < values.length; i++) {
            if ((bytes[i] & 0xff) != values[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
