package io.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds and ends a child that an earlier process left behind. */
public final class ChildProcess {

    private static final long END_SECONDS = 20;
    /** Java, as a shell does, adds the number of the signal that ended a process to this. */
    private static final int KILLED = 128;

    private ChildProcess() {}

    /**
     * The process whose id is the first line of the file, if it runs and its command line names both; a process that
     * merely got the same id later is not it.
     */
    public static Optional<ProcessHandle> stale(Path pidFile, String program, Path directory) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readString(pidFile)
                .lines()
                .findFirst()
                .filter(line -> line.matches("\\d{1,18}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                .filter(process -> names(process, program) && names(process, directory.toString()));
    }

    private static boolean names(ProcessHandle process, String text) {
        return process.info().command().stream().anyMatch(command -> command.contains(text))
                || process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(argument -> argument.contains(text));
    }

    /** Returns when the process is gone. */
    public static void awaitEnd(ProcessHandle process) throws IOException, InterruptedException {
        try {
            process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.pid() + " of an earlier start does not end", e);
        }
    }

    /** Returns whether a signal ended the process. */
    static boolean wasKilled(int exit) {
        return exit > KILLED;
    }

    /** Returns when the process is gone, with how it ended, in words. */
    public static String awaitEnd(Process process) throws InterruptedException {
        int exit = process.waitFor();
        return wasKilled(exit) ? "killed by signal " + (exit - KILLED) : "exit code " + exit;
    }

    /** Gives an ordered stop its time, then uses force. */
    public static void awaitStop(Process process, long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
