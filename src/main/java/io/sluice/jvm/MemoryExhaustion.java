package io.sluice.jvm;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when its memory is exhausted: any thread may have lost its work half done, and a process that hangs
 * helps nobody. Nothing that was stored is lost by it. The JVM's own flag for this cannot stand in a jar's manifest.
 */
public final class MemoryExhaustion {

    /** As the JVM itself exits with {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int EXIT_CODE = 3;

    private static final int DEEPEST_CAUSE = 20;

    /** Made while there is memory for it. */
    private static final byte[] MESSAGE = ("Sluice ends: the memory of its JVM ("
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB of heap) is exhausted. Nothing that was consumed is lost: start it again, with more memory"
                    + " (java -Xmx...) or with a smaller maxOffsetsPerTrigger in its pipelines.\n")
            .getBytes(StandardCharsets.UTF_8);

    private MemoryExhaustion() {}

    /** Watches threads that end by what nobody caught. */
    public static void watch() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIf(failure);
            if (before != null) {
                before.uncaughtException(thread, failure);
            } else {
                thread.getThreadGroup().uncaughtException(thread, failure);
            }
        });
    }

    /** Does not return if this is what the failure comes from. */
    public static void endIf(@Nullable Throwable failure) {
        if (isExhaustion(failure)) {
            end();
        }
    }

    /** Spark has an error of its own, a subclass, for a budget of a task. */
    static boolean isExhaustion(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause.getClass() == OutOfMemoryError.class && !isOfThreads(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** That there is no thread left is a limit of the system, which more memory does not move, and may pass. */
    private static boolean isOfThreads(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("unable to create native thread");
    }

    /** No shutdown hook runs: they need memory, too. */
    private static void end() {
        try (FileOutputStream error = new FileOutputStream(FileDescriptor.err)) {
            error.write(MESSAGE);
        } catch (IOException e) {
            // There is nobody left to tell.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
