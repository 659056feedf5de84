package dev.shakeout.faults.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads a module into the running kernel, as insmod does, which is not installed everywhere. x86-64 only. */
public final class KernelModule {
    /** SYS_init_module in the kernel's arch/x86/entry/syscalls/syscall_64.tbl. */
    private static final long INIT_MODULE = 175;

    private KernelModule() {}

    /** TREE NAME... */
    public static void main(String[] arguments) throws IOException {
        for (int i = 1; i < arguments.length; i++) {
            load(Path.of(arguments[0]), arguments[i]);
        }
    }

    @SuppressWarnings("restricted") // there is no other way to a system call
    private static void load(Path tree, String name) throws IOException {
        Path file;
        try (var files = Files.walk(tree)) {
            file = files.filter(each -> each.endsWith(name + ".ko"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no module " + name + " in " + tree));
        }
        var syscall = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS),
                        Linker.Option.firstVariadicArg(1));
        try (var arena = Arena.ofConfined()) {
            MemorySegment image = arena.allocateFrom(ValueLayout.JAVA_BYTE, Files.readAllBytes(file));
            long status = (long) syscall.invokeExact(INIT_MODULE, image, image.byteSize(), arena.allocateFrom(""));
            if (status != 0) {
                throw new IOException("the kernel does not load " + file);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
