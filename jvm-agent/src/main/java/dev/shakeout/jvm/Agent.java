package dev.shakeout.jvm;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The only class of ours that the target's own loaders see, and that stays when all is taken back. What each injection
 * needs besides comes with it, in a loader of its own, so that another version of Shakeout may come later.
 *
 * <p>Changed methods cannot name it, as a module system may hide it from them: they look it up by this name at the loader
 * of the system, and use it as what every class knows, a {@link Consumer}.
 */
public final class Agent implements Consumer<Object> {
    static final String NAME = "dev.shakeout.jvm.Agent";

    /** What is done at the begin of changed methods, by the token of the injection. */
    static final Map<Object, Runnable> HOOKS = new ConcurrentHashMap<>();

    /** A changed method has been entered. Of what was taken back nothing is left to be done. */
    @Override
    public void accept(Object token) {
        Runnable hook = HOOKS.get(token);
        if (hook != null) {
            hook.run();
        }
    }

    /** Called by the JVM when it was told to load us. What becomes of it is said in the folder. */
    public static void agentmain(String folder, Instrumentation instrumentation) throws Exception {
        URL ours = new File(folder, "agent.jar").toURI().toURL();
        Class.forName("dev.shakeout.jvm.Injection", true, new URLClassLoader(new URL[] {ours}, null))
                .getMethod("begin", File.class, Instrumentation.class, Map.class)
                .invoke(null, new File(folder), instrumentation, HOOKS);
    }
}
