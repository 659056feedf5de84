package dev.shakeout.cli.foreign;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A JVM that listens on the ports among its arguments and calls the methods among them, CLASS#METHOD, again and again. It has
 * such a class for each; its methods return a number.
 */
final class JvmStand extends ClassLoader {
    private static final String CONSTRUCTOR = "<init>";
    private static final long OFTEN_NANOS = 20_000_000;

    public static void main(String[] arguments) throws Exception {
        var calls = new ArrayList<String>();
        for (String argument : arguments) {
            if (argument.contains("#")) {
                calls.add(argument);
            } else {
                var server = new ServerSocket(Integer.parseInt(argument));
                Thread.ofPlatform().start(() -> accept(server));
            }
        }
        var loader = new JvmStand();
        var methods = calls.stream()
                .map(call -> call.split("#", -1))
                .collect(Collectors.groupingBy(
                        call -> call[0], Collectors.mapping(call -> call[1], Collectors.<String>toList())));
        for (var each : methods.entrySet()) {
            Class<?> made = loader.define(each.getKey(), each.getValue());
            for (String name : each.getValue()) {
                Thread.ofPlatform().start(() -> callOn(call(made, name)));
            }
        }
    }

    private Class<?> define(String name, List<String> methods) {
        byte[] bytes = ClassFile.of().build(ClassDesc.of(name), type -> {
            type.withFlags(AccessFlag.PUBLIC);
            method(type, CONSTRUCTOR, MethodTypeDesc.of(ConstantDescs.CD_void));
            methods.stream()
                    .filter(method -> !method.equals(CONSTRUCTOR))
                    .forEach(method -> method(type, method, MethodTypeDesc.of(ConstantDescs.CD_int)));
        });
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static void method(ClassBuilder type, String name, MethodTypeDesc signature) {
        boolean constructs = name.equals(CONSTRUCTOR);
        type.withMethodBody(
                name,
                signature,
                constructs ? ClassFile.ACC_PUBLIC : ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                code -> {
                    if (constructs) {
                        code.aload(0)
                                .invokespecial(
                                        ConstantDescs.CD_Object, CONSTRUCTOR, MethodTypeDesc.of(ConstantDescs.CD_void))
                                .return_();
                    } else {
                        code.bipush(42).ireturn();
                    }
                });
    }

    private static Callable<Object> call(Class<?> made, String name) {
        if (name.equals(CONSTRUCTOR)) {
            return () -> made.getConstructor().newInstance();
        }
        Method method = Arrays.stream(made.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return () -> method.invoke(null);
    }

    private static void callOn(Callable<Object> call) {
        while (true) {
            try {
                var _ = call.call();
            } catch (Exception e) {
                // what is thrown instead is a fault
            }
            LockSupport.parkNanos(OFTEN_NANOS);
        }
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try (var connection = server.accept()) {
                connection.shutdownOutput();
            } catch (IOException e) {
                // the other end has gone away
            }
        }
    }
}
