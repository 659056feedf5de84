package dev.shakeout.jvm;

import org.jspecify.annotations.Nullable;

/** What a changed method does when its hook is through. */
interface Change {
    /**
     * What it does instead of all that it did; null when it goes on as it was.
     *
     * @param name of the method
     * @param descriptor of the method
     */
    @Nullable
    Code instead(String name, String descriptor, ConstantPool pool) throws Refused;

    /** @param loader of the class that is changed; null for that of the JDK's base */
    static Change of(Order order, @Nullable ClassLoader loader) throws Refused {
        switch (order.get("kind")) {
            case "exception":
                return new Throwing(order, loader);
            case "return":
                return new Returning(order.get("value"));
            default:
                return (name, descriptor, pool) -> null;
        }
    }
}
