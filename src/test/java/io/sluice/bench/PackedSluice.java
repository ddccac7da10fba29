package io.sluice.bench;

import io.sluice.testing.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packed application in a process of its own, started as a user starts it. */
final class PackedSluice implements AutoCloseable {

    private static final Path JAR = Path.of("target", "sluice.jar").toAbsolutePath();
    private static final Pattern LISTENS = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(10);
    /** The exit code of a JVM that ended in good order by SIGTERM. */
    private static final int TERMINATED = 143;

    private final Process process;
    private final Path log;

    private PackedSluice(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @throws IllegalStateException if the jar is not there */
    static void requireJar() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not there; make it first: mvn package -DskipTests");
        }
    }

    /**
     * Returns at once; it chooses a free port.
     *
     * @param directory where it works, with its log in it
     * @param jvm flags for java
     */
    static PackedSluice start(Path directory, List<String> jvm, List<String> arguments) throws IOException {
        requireJar();
        Path log = directory.resolve("sluice.log");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvm);
        line.addAll(List.of("-jar", JAR.toString(), "--server.port=0"));
        line.addAll(arguments);
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PackedSluice(process, log);
    }

    /** Waits until it listens. */
    ApiClient api() {
        return new ApiClient(Awaitility.await("a port in " + log)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(this::port, port -> port > 0));
    }

    private int port() {
        requireAlive();
        Matcher listens = LISTENS.matcher(log());
        return listens.find() ? Integer.parseInt(listens.group(1)) : 0;
    }

    /** @throws IllegalStateException with its log if it has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Sluice ended with " + process.exitValue() + ":\n" + log());
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** It and all that it started. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process()), process.descendants()).toList();
    }

    /**
     * By SIGTERM.
     *
     * @return nanoseconds until it and all that it started are gone
     */
    long terminate() throws InterruptedException {
        List<ProcessHandle> all = processes();
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != TERMINATED) {
            throw new IllegalStateException("Sluice did not end in good order:\n" + log());
        }
        Awaitility.await("end of " + all)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        return System.nanoTime() - start;
    }

    /** By force; does nothing if it has ended. What it started ends by itself. */
    @Override
    public void close() {
        List<ProcessHandle> all = processes();
        process.destroyForcibly();
        Awaitility.await("end of " + all)
                .atMost(PATIENCE)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
