package dev.shakeout.probes.program;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts programs by posix_spawn(3), which takes a third of what the JVM's own way takes: no program in between, for the
 * file descriptors and for the session, and no threads. It takes as long as 30 programs to get ready, so it does so beside
 * the third program of a process, and until then, or where it cannot be had, the JVM's way is taken.
 */
final class Spawn {
    private static final int FIRST_FEW = 3;
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final CompletableFuture<Optional<Spawn>> READY = new CompletableFuture<>();

    /** Room for posix_spawnattr_t and posix_spawn_file_actions_t, of 336 and 80 bytes (spawn.h of glibc). */
    private static final long OPAQUE = 512;

    private static final long SIGNAL_SET = 128;
    private static final long CLOSE_ON_EXEC = 02000000; // fcntl.h
    private static final long SET_SIGNAL_MASK_AND_SESSION = 0x08 | 0x80; // spawn.h
    private static final int NUL = 0;

    /** The same number on all machines that Linux runs on (pidfd_open(2)). */
    private static final long PIDFD_OPEN = 434;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

    private final Libc.Function pipe;
    private final Libc.Function systemCall;
    private final Libc.Function spawn;
    private final Libc.Function initActions;
    private final Libc.Function destroyActions;
    private final Libc.Function addOpen;
    private final Libc.Function addDuplicate;
    private final Libc.Function addCloseFrom;
    private final Libc.Function initAttributes;
    private final Libc.Function setFlags;
    private final Libc.Function setMask;
    private final MemorySegment environ;
    private final Waiting waiting;
    private final Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private Spawn(Libc libc) {
        pipe = libc.function("pipe2");
        systemCall = libc.function("syscall");
        spawn = libc.function("posix_spawn");
        initActions = libc.function("posix_spawn_file_actions_init");
        destroyActions = libc.function("posix_spawn_file_actions_destroy");
        addOpen = libc.function("posix_spawn_file_actions_addopen");
        addDuplicate = libc.function("posix_spawn_file_actions_adddup2");
        addCloseFrom = libc.function("posix_spawn_file_actions_addclosefrom_np");
        initAttributes = libc.function("posix_spawnattr_init");
        setFlags = libc.function("posix_spawnattr_setflags");
        setMask = libc.function("posix_spawnattr_setsigmask");
        environ = libc.variable("environ");
        waiting = new Waiting(libc);
    }

    /** Not on a virtual thread, whose carrier would wait with it. */
    static Optional<Spawn> ready() {
        if (Thread.currentThread().isVirtual()) {
            return Optional.empty();
        }
        if (STARTED.incrementAndGet() == FIRST_FEW) {
            Thread.ofPlatform().daemon().name("spawn").start(() -> READY.complete(make()));
        }
        return READY.getNow(Optional.empty());
    }

    /** Nothing where the kernel is older than 5.3, the C library than 2.34, or another one. */
    static Optional<Spawn> make() {
        if (!Libc.fits()) {
            return Optional.empty();
        }
        try {
            var made = new Spawn(new Libc());
            int own = made.systemCall.call(PIDFD_OPEN, ProcessHandle.current().pid(), 0);
            made.waiting.close(own);
            return own < 0 ? Optional.empty() : Optional.of(made);
        } catch (RuntimeException | LinkageError _) {
            return Optional.empty();
        }
    }

    /** @return nothing if it could not be started: the JVM's way knows the reason and the words for it */
    Optional<Spawned> start(Program program) {
        List<String> command = program.command();
        if (command.stream().anyMatch(word -> word.indexOf(NUL) >= 0)) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            var pipes = arena.allocate(INT, 4);
            if (pipe.call(pipes.address(), CLOSE_ON_EXEC) != 0) {
                return Optional.empty();
            }
            if (pipe.call(pipes.address() + 2 * INT.byteSize(), CLOSE_ON_EXEC) != 0) {
                waiting.close(pipes.getAtIndex(INT, 0));
                waiting.close(pipes.getAtIndex(INT, 1));
                return Optional.empty();
            }
            int output = pipes.getAtIndex(INT, 0);
            int errors = pipes.getAtIndex(INT, 2);
            var pid = arena.allocate(INT);
            int failed = spawn(arena, program, pid, pipes.getAtIndex(INT, 1), pipes.getAtIndex(INT, 3));
            waiting.close(pipes.getAtIndex(INT, 1));
            waiting.close(pipes.getAtIndex(INT, 3));
            if (failed != 0) {
                waiting.close(output);
                waiting.close(errors);
                return Optional.empty();
            }
            int number = pid.get(INT, 0);
            return Optional.of(new Spawned(
                    number, systemCall.call(PIDFD_OPEN, number, 0), output, errors, waiting, program.machine()));
        }
    }

    private int spawn(Arena arena, Program program, MemorySegment pid, int output, int errors) {
        List<String> command = program.command();
        var actions = arena.allocate(OPAQUE, WORD.byteAlignment());
        var attributes = arena.allocate(OPAQUE, WORD.byteAlignment());
        initActions.call(actions.address());
        addOpen.call(actions.address(), 0, text(arena, "/dev/null").address(), 0, 0);
        addDuplicate.call(actions.address(), output, 1);
        addDuplicate.call(actions.address(), errors, 2);
        addCloseFrom.call(actions.address(), 3); // no other program may hold the run's pipes open
        initAttributes.call(attributes.address());
        setFlags.call(attributes.address(), SET_SIGNAL_MASK_AND_SESSION);
        setMask.call(attributes.address(), arena.allocate(SIGNAL_SET).address());
        try {
            return spawn.call(
                    pid.address(),
                    text(arena, command.getFirst()).address(),
                    actions.address(),
                    attributes.address(),
                    texts(arena, command).address(),
                    environment(arena, program.machine().environment()));
        } finally {
            destroyActions.call(actions.address());
        }
    }

    /** This process's own as it is, which may hold bytes that are no text. */
    private long environment(Arena arena, Map<String, String> wanted) {
        var own = System.getenv();
        if (wanted.equals(own)) {
            return environ.get(WORD, 0);
        }
        var all = new HashMap<>(own);
        all.putAll(wanted);
        return texts(
                        arena,
                        all.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList())
                .address();
    }

    private MemorySegment texts(Arena arena, List<String> texts) {
        var addresses = arena.allocate(WORD, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            addresses.setAtIndex(WORD, i, text(arena, texts.get(i)).address());
        }
        return addresses;
    }

    private MemorySegment text(Arena arena, String text) {
        byte[] bytes = text.getBytes(charset);
        var zeroTerminated = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, zeroTerminated, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return zeroTerminated;
    }
}
