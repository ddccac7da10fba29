package io.sluice.faults;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.postgresql.copy.CopyIn;

/**
 * Puts the fault points into the product's classes before anything loads them, so that the product itself has no hook
 * for tests.
 */
final class Weaving {

    private static final String TASK = "io.sluice.stream.task.";
    private static final String LETTERS = "io.sluice.stream.letters.";
    private static final String MONGO = "io.sluice.stream.store.mongo.write.";
    /** A class of the same package whose loading loads none of the woven ones. */
    private static final Map<String, String> NEIGHBOURS = Map.of(
            "io.sluice.stream.task", TASK + "FlowWriteException",
            "io.sluice.stream.letters", LETTERS + "HeadersJson",
            "io.sluice.stream.store.mongo.write", MONGO + "Pending",
            "org.postgresql.core.v3", "org.postgresql.core.v3.TypeTransferModeRegistry");

    private record Place(Fault fault, String type, String method, Class<?> advice) {}

    private static final List<Place> PLACES = List.of(
            new Place(Fault.OFFSET_LOG, TASK + "FlowStreamingWrite", "createStreamingWriterFactory", Enter.class),
            new Place(Fault.IN_COPY, "org.postgresql.core.v3.CopyInImpl", "endCopy", FlushedCopy.class),
            new Place(Fault.IN_MONGO_BULK, MONGO + "Bulk", "run", Enter.class),
            new Place(Fault.MONGO_BULK, MONGO + "Bulk", "run", Exit.class),
            new Place(Fault.STORES_FLUSHED, TASK + "StoreWriters", "flush", Exit.class),
            new Place(Fault.DEAD_LETTERS, LETTERS + "LetterWriter", "flush", WrittenLetters.class),
            new Place(Fault.POSTGRES_COMMITTED, TASK + "TaskTransaction", "commit", Exit.class),
            new Place(Fault.BEFORE_SPARK_COMMIT, TASK + "FlowStreamingWrite", "commit", Enter.class));

    private Weaving() {}

    /** @throws IllegalStateException if a point's method is not there any more, or its class is loaded already */
    static void apply() {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(Weaving.class.getClassLoader());
        TypePool types = TypePool.Default.of(locator);
        Map<String, DynamicType.Builder<?>> woven = new LinkedHashMap<>();
        for (Place place : PLACES) {
            TypeDescription type = types.describe(place.type()).resolve();
            DynamicType.Builder<?> builder =
                    woven.computeIfAbsent(place.type(), name -> new ByteBuddy().redefine(type, locator));
            woven.put(place.type(), weave(builder, type, place));
        }
        woven.values().forEach(builder -> define(builder.make()));
    }

    private static DynamicType.Builder<?> weave(DynamicType.Builder<?> builder, TypeDescription type, Place place) {
        ElementMatcher.Junction<MethodDescription> method =
                named(place.method()).and(not(isAbstract()));
        int found = type.getDeclaredMethods().filter(method).size();
        if (found != 1) {
            throw new IllegalStateException("The fault point %s needs one method %s.%s, there are %d: choose another"
                    .formatted(place.fault().label(), place.type(), place.method(), found));
        }
        return builder.visit(Advice.withCustomMapping()
                .bind(Point.class, place.fault().label())
                .to(place.advice())
                .on(method));
    }

    private static void define(DynamicType.Unloaded<?> type) {
        String name = type.getTypeDescription().getName();
        String neighbour = NEIGHBOURS.get(name.substring(0, name.lastIndexOf('.')));
        try {
            MethodHandles.privateLookupIn(Class.forName(neighbour), MethodHandles.lookup())
                    .defineClass(type.getBytes());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("Cannot weave a fault point into " + name, e);
        }
    }

    /** The name of the point that an advice is inlined for. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Point {}

    static final class Enter {
        @Advice.OnMethodEnter
        static void enter(@Point String point) {
            FaultPoint.pass(point);
        }
    }

    /** Not when the method throws. */
    static final class Exit {
        @Advice.OnMethodExit
        static void exit(@Point String point) {
            FaultPoint.pass(point);
        }
    }

    /** The server has the rows, but not the end of them. */
    static final class FlushedCopy {
        @Advice.OnMethodEnter
        static void enter(@Point String point, @Advice.This Object copy) throws SQLException {
            ((CopyIn) copy).flushCopy();
            FaultPoint.pass(point);
        }
    }

    /** Only where there was something to write. */
    static final class WrittenLetters {
        @Advice.OnMethodEnter
        static boolean enter(@Advice.FieldValue("held") Map<?, ?> held) {
            return !held.isEmpty();
        }

        @Advice.OnMethodExit
        static void exit(@Point String point, @Advice.Enter boolean written) {
            if (written) {
                FaultPoint.pass(point);
            }
        }
    }
}
