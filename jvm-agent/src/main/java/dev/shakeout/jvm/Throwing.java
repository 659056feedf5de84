package dev.shakeout.jvm;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** An exception of a class that the changed class sees, with a message or without. */
final class Throwing implements Change {
    private static final int DUP = 0x59;
    private static final int LDC_W = 0x13;
    private static final int INVOKESPECIAL = 0xb7;
    private static final int NEW = 0xbb;
    private static final int ATHROW = 0xbf;

    private final String exception;
    private final String message;
    private final boolean withMessage;

    Throwing(Order order, @Nullable ClassLoader loader) throws Refused {
        exception = order.get("exception");
        message = order.get("message");
        withMessage = order.has("message");
        Class<?> type = seen(exception, loader);
        if (!Throwable.class.isAssignableFrom(type)) {
            throw new Refused(exception + " is no exception");
        }
        if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
            throw new Refused(exception + " cannot be made by everybody, as it is abstract or not public");
        }
        try {
            Class<?>[] taken = withMessage ? new Class<?>[] {String.class} : new Class<?>[0];
            if (!Modifier.isPublic(type.getConstructor(taken).getModifiers())) {
                throw new NoSuchMethodException();
            }
        } catch (NoSuchMethodException e) {
            throw new Refused(exception + " is not made " + (withMessage ? "of a text" : "of nothing") + "; give it "
                    + (withMessage ? "without a message" : "with one: " + exception + "(\"why\")"));
        }
    }

    private static Class<?> seen(String name, @Nullable ClassLoader loader) throws Refused {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Refused("the class that has the method does not see " + name);
        }
    }

    @Override
    public Code instead(String name, String descriptor, ConstantPool pool) throws Refused {
        String type = exception.replace('.', '/');
        Code code = new Code().op(NEW, pool.type(type)).op(DUP);
        if (withMessage) {
            code.op(LDC_W, pool.string(message));
        }
        return code.op(INVOKESPECIAL, pool.method(type, "<init>", withMessage ? "(Ljava/lang/String;)V" : "()V"))
                .op(ATHROW)
                .stack(3);
    }
}
