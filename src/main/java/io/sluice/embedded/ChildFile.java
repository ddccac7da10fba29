package io.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers the process id of a child, so that the next start can end one that was left behind. */
record ChildFile(Path file) {

    private static final long END_SECONDS = 10;

    void write(long pid) throws IOException {
        Files.writeString(file, pid + "\n");
    }

    /**
     * Ends the remembered process if it still runs and its command line names the directory; a process that merely got
     * the same id later is left alone. Returns when it is gone.
     */
    void endStale(String directory) throws IOException {
        Optional<ProcessHandle> stale = running();
        if (stale.isPresent() && names(stale.get(), directory)) {
            end(stale.get());
        }
        Files.deleteIfExists(file);
    }

    private Optional<ProcessHandle> running() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Files.readString(file)
                    .lines()
                    .findFirst()
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.trim())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean names(ProcessHandle process, String directory) {
        return process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch(argument -> argument.contains(directory));
    }

    private static void end(ProcessHandle process) throws IOException {
        process.destroyForcibly();
        try {
            process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.pid() + " of an earlier start cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ending process " + process.pid(), e);
        }
    }
}
