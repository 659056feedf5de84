package dev.shakeout.jvm;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Map;

/** One fault in this JVM, from the order to the moment when all of it is taken back. */
public final class Injection {
    private static final long LOOK_MILLIS = 50;

    private final Folder folder;
    private final Deed deed;
    private Map<String, Object> said = Collections.emptyMap();

    private Injection(Folder folder, Deed deed) {
        this.folder = folder;
        this.deed = deed;
    }

    /** Returns when the fault is on, or when the folder says why it is not. */
    public static void begin(File folder, Instrumentation instrumentation, Map<Object, Runnable> hooks)
            throws IOException {
        Order order = Order.in(folder);
        Injection injection = new Injection(new Folder(folder), deed(order, instrumentation, hooks));
        if (injection.folder.begin() && injection.comesOn()) {
            Thread thread = new Thread(injection::watch, order.get("token"));
            thread.setDaemon(true);
            thread.start();
        } else {
            injection.over();
        }
    }

    private static Deed deed(Order order, Instrumentation instrumentation, Map<Object, Runnable> hooks)
            throws IOException {
        switch (order.get("kind")) {
            case "latency":
            case "exception":
            case "return":
                return new Weaving(order, instrumentation, hooks);
            case "gc":
                return new Collection();
            case "stress":
                return new Stress(order);
            default:
                throw new IOException("there is no '" + order.get("kind") + "' here");
        }
    }

    private boolean comesOn() throws IOException {
        try {
            deed.begin();
            tell();
            return true;
        } catch (Refused e) {
            refuse(e.words());
        } catch (Throwable e) { // also errors: a class of the target may be one that does not link
            refuse(e.toString());
        }
        return false;
    }

    private void refuse(String why) throws IOException {
        folder.say(Collections.singletonMap("refused", why));
    }

    private void tell() throws IOException {
        Map<String, Object> now = deed.status();
        if (!now.equals(said)) {
            folder.say(now);
            said = now;
        }
    }

    /** Until the file is gone by which it is on, with or without its folder. */
    private void watch() {
        while (folder.wanted()) {
            try {
                tell();
                Thread.sleep(LOOK_MILLIS);
            } catch (IOException | InterruptedException e) {
                // a disk may be full for a while; what counts is that we go on looking
            }
        }
        over();
    }

    /** Says so only when all is as it was. */
    @SuppressWarnings("EmptyCatch") // whoever waits in vain for our word says so
    private void over() {
        try {
            deed.end();
            folder.sayOff();
        } catch (Throwable e) {
            try {
                folder.say(Collections.singletonMap("stuck", e.toString()));
            } catch (IOException gone) {
                // the folder is gone, and nobody waits
            }
        } finally {
            close();
        }
    }

    private void close() {
        try {
            ((URLClassLoader) Injection.class.getClassLoader()).close();
        } catch (IOException | ClassCastException e) {
            // the file is only open a little longer
        }
    }
}
