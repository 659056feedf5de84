package dev.shakeout.faults.host.queue;

import dev.shakeout.faults.host.Libc;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket to the packet filter of the kernel, by the C library's own functions; see netlink(7). */
final class Netlink {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_NETFILTER = 12;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_NO_ENOBUFS = 5;
    private static final int ROOM = 32 << 20;
    private static final int EINTR = 4;

    private static final Libc SOCKET = Libc.function("socket");
    private static final Libc SETSOCKOPT = Libc.function("setsockopt");
    private static final Libc SEND = Libc.function("send");
    private static final Libc RECV = Libc.function("recv");

    private final int descriptor;

    /** The kernel binds it to an address of its own choice with the first message. */
    private Netlink(int descriptor) {
        this.descriptor = descriptor;
    }

    /** @throws IOException the kernel has no packet queues */
    static Netlink open() throws IOException {
        var socket = new Netlink((int) checked(SOCKET, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER, 0, 0));
        socket.set(SOL_SOCKET, SO_RCVBUFFORCE, ROOM);
        socket.set(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
        return socket;
    }

    private void set(int level, int option, int number) throws IOException {
        ByteBuffer value = memory(Integer.BYTES).putInt(0, number);
        try {
            checked(SETSOCKOPT, descriptor, level, option, Libc.address(value), Integer.BYTES);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** One that fails is called once more to learn why; any of these may be, and it may help. */
    private static long checked(Libc function, long a, long b, long c, long d, long e) throws IOException {
        long result = function.call(a, b, c, d, e, 0);
        if ((int) result >= 0) {
            return result;
        }
        var errno = new Libc.Errno();
        do {
            result = function.call(errno, a, b, c, d, e, 0);
        } while ((int) result < 0 && errno.number() == EINTR);
        if ((int) result < 0) {
            throw new IOException("a call for packet queues failed: error " + errno.number() + " (see errno(3))");
        }
        return result;
    }

    /** One thread's way to the socket: its own memory, so that threads need not wait for each other. */
    final class Line {
        private final ByteBuffer memory;
        private final long address;

        private Line(int room) {
            memory = Netlink.memory(room);
            address = Libc.address(memory);
        }

        /** What is sent, and what was received; numbers in it are in the machine's order. */
        ByteBuffer memory() {
            return memory;
        }

        /**
         * Sends the first bytes of the memory.
         *
         * @throws IOException the kernel does not take it
         */
        void send(int length) throws IOException {
            checked(SEND, descriptor, address, length, 0, 0);
        }

        /** Waits for the next message, which is put into the memory; its length. */
        int receive() throws IOException {
            return (int) checked(RECV, descriptor, address, memory.capacity(), 0, 0);
        }
    }

    /** @param room bytes of its memory, so of the longest message */
    Line line(int room) {
        return new Line(room);
    }
}
