package io.sluice.engine.session;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/** Looks up whatever the code of a class refers to in a class loader, without running any of it. */
final class References {

    private static final int API = Opcodes.ASM9;

    private final ClassLoader loader;
    private final Set<String> missing;
    private final Map<String, Boolean> known = new HashMap<>();
    private String from = "";

    References(ClassLoader loader, Set<String> missing) {
        this.loader = loader;
        this.missing = missing;
    }

    /** How many different ones there were. */
    int checked() {
        return known.size();
    }

    void check(byte[] type) {
        ClassReader reader = new ClassReader(type);
        from = reader.getClassName();
        reader.accept(new Members(), ClassReader.SKIP_DEBUG);
    }

    private void note(String what, boolean found) {
        known.put(what, found);
        if (!found) {
            missing.add(from + " -> " + what);
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> {
                if (!known.containsKey(type.getClassName())) {
                    note(type.getClassName(), load(type) != null);
                }
            }
            case Type.METHOD -> {
                type(type.getReturnType());
                Arrays.stream(type.getArgumentTypes()).forEach(this::type);
            }
            default -> {
                // A primitive.
            }
        }
    }

    private Class<?> load(Type type) {
        try {
            return Class.forName(type.getClassName(), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private void member(String owner, String name, String descriptor) {
        Type type = Type.getObjectType(owner);
        type(type);
        type(Type.getType(descriptor));
        String what = type.getClassName() + "." + name + descriptor;
        if (type.getSort() == Type.OBJECT && load(type) != null && !known.containsKey(what)) {
            note(what, has(load(type), declared -> declares(declared, name, descriptor)));
        }
    }

    private static boolean has(Class<?> type, Predicate<Class<?>> declares) {
        if (declares.test(type)) {
            return true;
        }
        Class<?> above = type.isInterface() ? Object.class : type.getSuperclass();
        return above != null && has(above, declares)
                || Arrays.stream(type.getInterfaces()).anyMatch(each -> has(each, declares));
    }

    private static boolean declares(Class<?> type, String name, String descriptor) {
        if (!descriptor.startsWith("(")) {
            return Arrays.stream(type.getDeclaredFields()).anyMatch(field -> is(field, name, descriptor));
        }
        return name.equals("<init>")
                ? Arrays.stream(type.getDeclaredConstructors()).anyMatch(each -> is(each, descriptor))
                : Arrays.stream(type.getDeclaredMethods()).anyMatch(each -> is(each, name, descriptor));
    }

    private static boolean is(Field field, String name, String descriptor) {
        return field.getName().equals(name)
                && Type.getDescriptor(field.getType()).equals(descriptor);
    }

    private static boolean is(Constructor<?> constructor, String descriptor) {
        return Type.getConstructorDescriptor(constructor).equals(descriptor);
    }

    private static boolean is(Method method, String name, String descriptor) {
        // MethodHandle's take whatever they are given.
        boolean polymorphic =
                method.isVarArgs() && method.getDeclaringClass().getName().startsWith("java.lang.invoke");
        return method.getName().equals(name)
                && (polymorphic || Type.getMethodDescriptor(method).equals(descriptor));
    }

    private final class Members extends ClassVisitor {

        Members() {
            super(API);
        }

        @Override
        public void visit(int version, int access, String name, String generics, String parent, String[] interfaces) {
            type(Type.getObjectType(parent));
            Arrays.stream(interfaces).forEach(each -> type(Type.getObjectType(each)));
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String generics, Object value) {
            type(Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String generics, String[] thrown) {
            type(Type.getType(descriptor));
            return new Code();
        }
    }

    private final class Code extends MethodVisitor {

        Code() {
            super(API);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(Type.getObjectType(type));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            member(owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            member(owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(Type.getType(descriptor));
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    member(handle.getOwner(), handle.getName(), handle.getDesc());
                } else if (argument instanceof Type type) {
                    type(type);
                }
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type type) {
                type(type);
            }
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (type != null) {
                type(Type.getObjectType(type));
            }
        }
    }
}
