package dev.shakeout.faults.host.queue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A socket to the packet filter of the kernel, by the C library's own functions; see netlink(7). */
@SuppressWarnings("restricted") // there is no other way to a socket of this family
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

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            call("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SETSOCKOPT = call(
            "setsockopt",
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
    private static final MethodHandle SEND = call(
            "send",
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);
    private static final MethodHandle RECV = call(
            "recv",
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);

    private final int descriptor;

    /** The kernel binds it to an address of its own choice with the first message. */
    private Netlink(int descriptor) {
        this.descriptor = descriptor;
    }

    private static MethodHandle call(String name, ValueLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** @throws IOException the kernel has no packet queues */
    static Netlink open() throws IOException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
            check("socket", descriptor, state);
            var socket = new Netlink(descriptor);
            socket.set(SOL_SOCKET, SO_RCVBUFFORCE, ROOM);
            socket.set(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
            return socket;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void set(int level, int option, int number) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, number);
            int size = Integer.BYTES;
            check("setsockopt", (int) SETSOCKOPT.invokeExact(state, descriptor, level, option, value, size), state);
        }
    }

    private static void check(String what, long result, MemorySegment state) throws IOException {
        if (result < 0) {
            throw new IOException(
                    what + " failed: error " + state.get(ValueLayout.JAVA_INT, ERRNO) + " (see errno(3))");
        }
    }

    /** One thread's way to the socket: its own memory, so that threads need not wait for each other. */
    final class Line implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment state = arena.allocate(STATE);

        MemorySegment memory(long bytes) {
            return arena.allocate(bytes, Long.BYTES);
        }

        /** @throws IOException the kernel does not take it */
        void send(MemorySegment bytes, long length) throws IOException {
            try {
                check("send", (long) SEND.invokeExact(state, descriptor, bytes, length, 0), state);
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits for the next message. */
        long receive(MemorySegment room) throws IOException {
            try {
                while (true) {
                    long length = (long) RECV.invokeExact(state, descriptor, room, room.byteSize(), 0);
                    if (length >= 0 || state.get(ValueLayout.JAVA_INT, ERRNO) != EINTR) {
                        check("recv", length, state);
                        return length;
                    }
                }
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    Line line() {
        return new Line();
    }
}
