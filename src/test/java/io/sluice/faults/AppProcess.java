package io.sluice.faults;

import io.sluice.testing.ApiClient;
import io.sluice.testing.PackedProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One life of the application under test. */
final class AppProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LAST_LINES = 60;

    private final Process process;
    private final Path log;
    private final Path epitaph;

    private AppProcess(Process process, Path log, Path epitaph) {
        this.process = process;
        this.log = log;
        this.epitaph = epitaph;
    }

    /** @param point the fault point's properties; none, and it lives on */
    static AppProcess start(Path home, int number, List<String> point, List<String> arguments) throws IOException {
        Path epitaph = home.resolve("epitaph");
        Files.deleteIfExists(epitaph);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(opened());
        line.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(PackedProgram.get().flags());
        line.addAll(point);
        line.add("-D" + FaultPoint.EPITAPH + "=" + epitaph);
        line.add(FaultySluice.class.getName());
        line.add("--server.port=0");
        line.addAll(arguments);
        Path log = home.resolve("app-" + number + ".log");
        Process process = new ProcessBuilder(line)
                .directory(home.toFile()) // away from the project's own application.yml
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new AppProcess(process, log, epitaph);
    }

    /** What Spark needs open, as this JVM has it. */
    private static List<String> opened() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .flatMap(flag -> Arrays.stream(flag.split(" ")))
                .filter(flag -> flag.startsWith("--add-"))
                .toList();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** @param name such as STOP */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " answered " + exit);
        }
    }

    /** 0 while it does not listen yet. */
    int port() {
        Matcher listens = LISTENS.matcher(log());
        return listens.find() ? Integer.parseInt(listens.group(1)) : 0;
    }

    /** Waits until it listens. */
    ApiClient api() {
        return new ApiClient(Awaitility.await("the port in " + log)
                .atMost(PATIENCE)
                .failFast(this::assertAlive)
                .until(this::port, port -> port > 0));
    }

    void assertAlive() {
        if (!isAlive()) {
            throw new AssertionError("The application ended by itself: " + tail());
        }
    }

    /** Whether it has died at its fault point; fails if it ended in another way, or lives on for too long. */
    void awaitDeath(Fault fault) throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "The application did not come to its fault point " + fault.label() + ": " + tail());
        }
        if (!Files.exists(epitaph)) {
            throw new AssertionError("The application ended by itself with " + process.exitValue() + ": " + tail());
        }
    }

    /** Fails if it ends by itself before. */
    void killAfter(long millis) throws InterruptedException {
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            assertAlive();
        }
        kill();
    }

    /** Waits for its end, which is not the harness's doing. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The application does not end: " + tail());
        }
        return process.exitValue();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The application does not end at SIGTERM: " + tail());
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        List<String> lines = log().lines().toList();
        return log + "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Kills it if it lives, and forgets its log. */
    @Override
    public void close() throws InterruptedException, IOException {
        kill();
        Files.deleteIfExists(log);
    }
}
