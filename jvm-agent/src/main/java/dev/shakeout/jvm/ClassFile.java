package dev.shakeout.jvm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A class file (JVM Specification 4) of which the methods of one name are changed, and nothing else. */
final class ClassFile {
    private static final int BRIDGE = 0x0040;

    private final byte[] original;
    private final String method;
    private final String token;
    private final Change change;
    private final ByteBuffer file;
    private final ConstantPool pool;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(rest);
    private final List<String> methods = new ArrayList<>();
    private final Set<String> others = new TreeSet<>();
    private boolean withoutCode;

    /** @param token of the hook that the methods get */
    ClassFile(byte[] original, String method, String token, Change change) throws Refused {
        this.original = original;
        this.method = method;
        this.token = token;
        this.change = change;
        file = ByteBuffer.wrap(original);
        file.position(8);
        pool = new ConstantPool(file);
    }

    /** The methods that are changed, with the types that they take. */
    List<String> methods() {
        return methods;
    }

    byte[] changed() throws IOException, Refused {
        copy(6); // access, this, super
        int interfaces = copyShort();
        copy(2 * interfaces);
        int fields = copyShort();
        for (int i = 0; i < fields; i++) {
            copy(6);
            copyAttributes();
        }
        int count = copyShort();
        for (int i = 0; i < count; i++) {
            copyMethod();
        }
        copyAttributes();
        if (methods.isEmpty()) {
            throw new Refused(noMethod());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream to = new DataOutputStream(whole);
        to.write(original, 0, 8);
        pool.write(to);
        rest.writeTo(to);
        return whole.toByteArray();
    }

    private String noMethod() {
        return withoutCode
                ? "its method " + method
                        + " has no code of its own, as it is abstract, native or a bridge to another; name"
                        + " the class that has"
                : "it has no method " + method + "; it has " + String.join(", ", others);
    }

    private void copyMethod() throws IOException, Refused {
        int access = copyShort();
        String name = pool.utf8(copyShort());
        String descriptor = pool.utf8(copyShort());
        others.add(name);
        boolean named = name.equals(method);
        boolean wanted = named && (access & BRIDGE) == 0; // a bridge only calls the method that is meant
        int attributes = copyShort();
        boolean done = false;
        for (int i = 0; i < attributes; i++) {
            if (wanted && pool.utf8(file.getShort(file.position()) & 0xffff).equals("Code")) {
                copyShort();
                byte[] code = new byte[file.getInt()];
                file.get(code);
                byte[] changed = new MethodCode(ByteBuffer.wrap(code), pool).changed(token, change, name, descriptor);
                out.writeInt(changed.length);
                out.write(changed);
                done = true;
            } else {
                copyAttribute();
            }
        }
        if (done) {
            methods.add(name + descriptor);
        } else if (named) {
            withoutCode = true;
        }
    }

    private void copyAttributes() throws IOException {
        int count = copyShort();
        for (int i = 0; i < count; i++) {
            copyAttribute();
        }
    }

    private void copyAttribute() throws IOException {
        copyShort();
        int length = file.getInt(file.position());
        copy(4 + length);
    }

    private int copyShort() throws IOException {
        int value = file.getShort() & 0xffff;
        out.writeShort(value);
        return value;
    }

    private void copy(int length) throws IOException {
        out.write(original, file.position(), length);
        file.position(file.position() + length);
    }
}
