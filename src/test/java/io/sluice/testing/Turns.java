package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Lets the test JVMs of a build run their classes side by side, but for those that are {@link Alone}. By locks of files in
 * {@code target}, which the system releases when a JVM ends in whatever way.
 */
public final class Turns implements TestExecutionListener {

    private static final FileChannel NEXT = open("next");
    private static final FileChannel RUNNING = open("running");

    private @Nullable TestPlan plan;
    private @Nullable FileLock held;

    private static FileChannel open(String name) {
        Path directory = Path.of("target", "turns");
        try {
            Files.createDirectories(directory);
            return FileChannel.open(
                    directory.resolve(name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void testPlanExecutionStarted(TestPlan its) {
        plan = its;
    }

    /** Whoever waits to be alone keeps the others from beginning anything, so that the wait ends. */
    @Override
    public void executionStarted(TestIdentifier identifier) {
        Class<?> type = topLevelClass(identifier);
        if (type == null) {
            return;
        }
        try (FileLock next = NEXT.lock()) {
            held = RUNNING.lock(0, Long.MAX_VALUE, !type.isAnnotationPresent(Alone.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (held == null || topLevelClass(identifier) == null) {
            return;
        }
        try {
            held.release();
            held = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Class<?> topLevelClass(TestIdentifier identifier) {
        return identifier.getSource().orElse(null) instanceof ClassSource source
                        && plan != null
                        && plan.getParent(identifier)
                                .filter(parent -> parent.getSource().isEmpty())
                                .isPresent()
                ? source.getJavaClass()
                : null;
    }
}
