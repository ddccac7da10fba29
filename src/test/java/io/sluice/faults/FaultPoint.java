package io.sluice.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where the application under test dies: called from the code that {@link Weaving} puts into the product's classes. */
public final class FaultPoint {

    static final String ARMED = "sluice.faults.point";
    static final String PASSAGE = "sluice.faults.passage";
    static final String DELAY_MICROS = "sluice.faults.delay";
    /** Any value: the memory is used up at the point, and the product has to end by itself. */
    static final String EXHAUST = "sluice.faults.exhaust";

    /** The file that tells that the death was the ordered one. */
    static final String EPITAPH = "sluice.faults.epitaph";

    private static final @Nullable String POINT = System.getProperty(ARMED);
    private static final AtomicInteger LEFT = new AtomicInteger(Integer.getInteger(PASSAGE, 1));
    private static final long DELAY = Long.getLong(DELAY_MICROS, 0) * 1000;

    private FaultPoint() {}

    /** Ends this process at the chosen passage of the chosen point: by SIGKILL, so nothing is flushed or told. */
    public static void pass(String point) {
        if (!point.equals(POINT) || LEFT.decrementAndGet() != 0) {
            return;
        }
        if (System.getProperty(EXHAUST) != null) {
            exhaust();
        }
        if (DELAY == 0) {
            die();
        } else {
            new Thread(FaultPoint::dieLater).start();
        }
    }

    /** Kept, so that every other thread finds no memory either. */
    private static final List<byte[]> HELD = new ArrayList<>();

    private static void exhaust() {
        while (true) {
            HELD.add(new byte[64 << 10]);
        }
    }

    private static void dieLater() {
        long end = System.nanoTime() + DELAY;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        die();
    }

    private static void die() {
        try {
            Files.writeString(Path.of(System.getProperty(EPITAPH)), POINT);
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
