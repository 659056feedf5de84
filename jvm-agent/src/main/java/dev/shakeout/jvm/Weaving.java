package dev.shakeout.jvm;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Changes all methods of a name in a class, in every loader that has one, and in those that load it later. */
final class Weaving implements Deed, ClassFileTransformer {
    private final Order order;
    private final String name;
    private final String method;
    private final Instrumentation instrumentation;
    private final Map<Object, Runnable> hooks;

    private final AtomicLong hits = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<String> methods = new ConcurrentSkipListSet<>();
    private volatile String problem = "";

    Weaving(Order order, Instrumentation instrumentation, Map<Object, Runnable> hooks) {
        this.order = order;
        this.name = order.get("class");
        this.method = order.get("method");
        this.instrumentation = instrumentation;
        this.hooks = hooks;
    }

    @Override
    public void begin() throws Exception {
        hooks.put(order.get("token"), this::entered);
        instrumentation.addTransformer(this, true);
        try {
            List<Class<?>> loaded = loaded();
            retransform(loaded);
            if (!loaded.isEmpty() && methods.isEmpty()) {
                throw new Refused(problem.isEmpty() ? "the class " + name + " was not changed" : problem);
            }
        } catch (Refused | UnmodifiableClassException | RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    private List<Class<?>> loaded() throws Refused {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> each : instrumentation.getAllLoadedClasses()) {
            if (each.getName().equals(name)) {
                if (!instrumentation.isModifiableClass(each)) {
                    throw new Refused("the class " + name + " cannot be changed");
                }
                loaded.add(each);
            }
        }
        return loaded;
    }

    private void retransform(List<Class<?>> classes) throws UnmodifiableClassException {
        if (!classes.isEmpty()) {
            instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
        }
    }

    /** Whoever waits in a changed method goes on at once; then the JVM makes the classes anew from what was loaded. */
    @Override
    public void end() throws Exception {
        hooks.remove(order.get("token"));
        over.countDown();
        if (instrumentation.removeTransformer(this)) {
            retransform(loaded());
        }
    }

    /** At the begin of a changed method. An interrupt ends the wait and stays for whoever it is meant for. */
    private void entered() {
        hits.incrementAndGet();
        long millis = order.number("millis");
        if (millis > 0) {
            try {
                over.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("methods", String.join(", ", methods));
        status.put("hits", hits.get());
        status.put("problem", problem);
        return status;
    }

    /** Null leaves the class as it is. Nothing may leave this: what is thrown here is lost. */
    @Override
    @SuppressWarnings("NullAway") // the JDK's interface is not annotated
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (internalName == null || !internalName.equals(name.replace('.', '/'))) {
            return null;
        }
        try {
            ClassFile file = new ClassFile(bytes, method, order.get("token"), Change.of(order, loader));
            byte[] changed = file.changed();
            Set<String> found = new LinkedHashSet<>(file.methods());
            methods.addAll(found);
            return changed;
        } catch (Refused e) {
            problem = e.words();
        } catch (Throwable e) {
            problem = name + " cannot be changed: " + e;
        }
        return null;
    }
}
