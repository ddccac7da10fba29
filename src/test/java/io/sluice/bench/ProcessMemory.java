package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Resident memory as Linux tells it. RSS counts a page in each process that has it, so that the sum over Postgres'
 * processes has its shared memory several times; PSS divides such a page among them, so that sums are right.
 *
 * @param rss bytes
 * @param pss bytes
 */
record ProcessMemory(long rss, long pss) {

    private static final ProcessMemory NONE = new ProcessMemory(0, 0);

    static ProcessMemory of(List<ProcessHandle> processes) {
        return processes.stream().map(ProcessMemory::of).reduce(NONE, ProcessMemory::plus);
    }

    /** Nothing of a process that has ended. */
    static ProcessMemory of(ProcessHandle process) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"));
            return new ProcessMemory(bytes(lines, "Rss:"), bytes(lines, "Pss:"));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new IllegalStateException("Resident memory is read from /proc, which only Linux has", e);
            }
            return NONE;
        }
    }

    private static long bytes(List<String> lines, String name) {
        String line =
                lines.stream().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    private ProcessMemory plus(ProcessMemory other) {
        return new ProcessMemory(rss + other.rss, pss + other.pss);
    }
}
