package dev.shakeout.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What stands at the begin of a changed method: {@code ((Consumer) Class.forName(AGENT, true,
 * ClassLoader.getSystemClassLoader()).newInstance()).accept(TOKEN)}. It needs nothing of the class around it but the JDK,
 * jumps nowhere, uses no variable, and has a length by which the switches behind it stay aligned.
 */
final class Hook {
    static final int LENGTH = 24;
    static final int STACK = 3;

    private static final int LDC_W = 0x13;
    private static final int ICONST_1 = 0x04;
    private static final int INVOKEVIRTUAL = 0xb6;
    private static final int INVOKESTATIC = 0xb8;
    private static final int INVOKEINTERFACE = 0xb9;
    private static final int CHECKCAST = 0xc0;
    private static final String CONSUMER = "java/util/function/Consumer";

    private Hook() {}

    static byte[] of(String token, ConstantPool pool) throws Refused {
        return new Code()
                .op(LDC_W, pool.string(Agent.NAME))
                .op(ICONST_1)
                .op(
                        INVOKESTATIC,
                        pool.method("java/lang/ClassLoader", "getSystemClassLoader", "()Ljava/lang/ClassLoader;"))
                .op(
                        INVOKESTATIC,
                        pool.method(
                                "java/lang/Class",
                                "forName",
                                "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;"))
                .op(INVOKEVIRTUAL, pool.method("java/lang/Class", "newInstance", "()Ljava/lang/Object;"))
                .op(CHECKCAST, pool.type(CONSUMER))
                .op(LDC_W, pool.string(token))
                .op(INVOKEINTERFACE, pool.interfaceMethod(CONSUMER, "accept", "(Ljava/lang/Object;)V"))
                .op(2)
                .op(0)
                .bytes();
    }

    /** How many bytes of hooks of other injections a method begins with. */
    static int before(ByteBuffer code, ConstantPool pool) throws IOException {
        int length = 0;
        while (code.limit() >= length + LENGTH
                && code.get(length) == LDC_W
                && pool.string(code.getShort(length + 1) & 0xffff).equals(Agent.NAME)) {
            length += LENGTH;
        }
        return length;
    }
}
