package dev.shakeout.jvm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The code of a method (JVM Specification 4.7.3), to which a beginning is given. Jumps are relative, so they stay. */
final class MethodCode {
    private static final int MOST_BYTES = 0xffff;

    private final ByteBuffer attribute;
    private final ConstantPool pool;
    private final int stack;
    private final int locals;
    private final ByteBuffer code;

    /** @param attribute without its name and length */
    MethodCode(ByteBuffer attribute, ConstantPool pool) {
        this.attribute = attribute;
        this.pool = pool;
        stack = attribute.getShort() & 0xffff;
        locals = attribute.getShort() & 0xffff;
        byte[] bytes = new byte[attribute.getInt()];
        attribute.get(bytes);
        code = ByteBuffer.wrap(bytes);
    }

    byte[] changed(String token, Change change, String name, String descriptor) throws IOException, Refused {
        byte[] hook = Hook.of(token, pool);
        @Nullable Code instead = change.instead(name, descriptor, pool);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (instead == null) {
            goOn(hook, out);
        } else {
            replace(hook, instead, out);
        }
        return bytes.toByteArray();
    }

    private void goOn(byte[] hook, DataOutputStream out) throws IOException, Refused {
        int length = hook.length + code.capacity();
        if (length > MOST_BYTES) {
            throw new Refused("the method is as long as a method can be");
        }
        out.writeShort(Math.max(stack, Hook.STACK));
        out.writeShort(locals);
        out.writeInt(length);
        out.write(hook);
        out.write(code.array());
        int handlers = attribute.getShort() & 0xffff;
        out.writeShort(handlers);
        for (int i = 0; i < handlers; i++) {
            for (int j = 0; j < 3; j++) { // from, to, handler
                out.writeShort(attribute.getShort() + hook.length);
            }
            out.writeShort(attribute.getShort());
        }
        new CodeTables(attribute, pool, hook.length).write(out);
    }

    /** What hooks of other injections do stays, or of two faults in one method only the later would be there. */
    private void replace(byte[] hook, Code instead, DataOutputStream out) throws IOException {
        int others = Hook.before(code, pool);
        byte[] end = instead.bytes();
        out.writeShort(Math.max(instead.stack(), Hook.STACK));
        out.writeShort(locals);
        out.writeInt(others + hook.length + end.length);
        out.write(code.array(), 0, others);
        out.write(hook);
        out.write(end);
        out.writeShort(0); // handlers
        out.writeShort(0); // tables
    }
}
