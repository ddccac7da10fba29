package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The time of the processors that this process and all that it has started have used, from {@code /proc/PID/stat} (so on
 * Linux only): {@code utime + stime}, and {@code cutime + cstime}, in which that of ended children lives on. Without the
 * latter the backends of Postgres would be lost with their connections.
 */
final class ProcessTimes {

    /** Of the kernel's interface, whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double QUIET_SECONDS = 0.08;
    private static final int STEPS = 40;

    private ProcessTimes() {}

    static Map<Part, Double> seconds() {
        Map<Part, Double> all = new EnumMap<>(Part.class);
        ProcessHandle own = ProcessHandle.current();
        all.put(Part.SLUICE, ticks(own) / TICKS_PER_SECOND);
        own.children().forEach(child -> all.merge(Part.of(child), of(child), Double::sum));
        return all;
    }

    /** Waits until what went before has died away, 20 seconds at most. */
    static void awaitQuiet() {
        double before = sum();
        for (int step = 0; step < STEPS; step++) {
            LockSupport.parkNanos(STEP_NANOS);
            double now = sum();
            if (now - before < QUIET_SECONDS) {
                return;
            }
            before = now;
        }
    }

    private static double sum() {
        return seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Seconds of this process and of all that it has started. */
    static double of(ProcessHandle root) {
        return tree(root) / TICKS_PER_SECOND;
    }

    private static long tree(ProcessHandle root) {
        try (Stream<ProcessHandle> descendants = root.descendants()) {
            return ticks(root) + descendants.mapToLong(ProcessTimes::ticks).sum();
        }
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                sum += Long.parseLong(fields[i]);
            }
            return sum;
        } catch (IOException e) {
            return 0; // it has ended, and its parent has its time
        }
    }
}
