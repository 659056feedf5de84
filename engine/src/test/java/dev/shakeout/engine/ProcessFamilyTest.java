package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFamilyTest {
    @TempDir
    Path folder;

    @Test
    void childrenWhoseParentHasEndedAreKilledToo() throws Exception {
        Machine machine = Machines.in(folder);
        Path pid = folder.resolve("pid");
        var command = List.of("sh", "-c", "sleep 600 & echo $! > " + pid + "; exec sleep 600");
        try (var family = ProcessFamily.start(command, machine)) {
            await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
            long child = Long.parseLong(Files.readString(pid).strip());
            family.kill();
            assertThat(family.head().isAlive()).isFalse();
            await().until(() -> ProcessHandle.of(child).isEmpty()); // somebody else asks it for its status
        }
    }

    /** The handle of the one before cannot be had without making processes until its number comes again. */
    @Test
    void aNumberThatIsAnothersByNowIsLeftAloneShownWithAMockedHandle() throws Exception {
        Machine machine = Machines.in(folder);
        try (var another = ProcessFamily.start(List.of("sleep", "600"), machine)) {
            long number = another.head().pid();
            InvocationHandler before = (_, method, _) -> switch (method.getName()) {
                case "pid" -> number;
                default -> throw new AssertionError(method + " asked of a process that has ended");
            };
            var handle = (ProcessHandle)
                    Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ProcessHandle.class}, before);
            ProcessFamily.kill(handle, machine);
            assertThat(another.head().isAlive()).isTrue();
        }
    }
}
