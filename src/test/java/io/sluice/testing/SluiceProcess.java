package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.SluiceApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
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

/** The whole application with everything embedded in a process of its own, to be killed. */
public final class SluiceProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long END_SECONDS = 180;

    private final Process process;
    private final Path log;

    private SluiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns at once; the log is beside the data directory, under the given name. */
    public static SluiceProcess start(Path data, String name, String... arguments) throws IOException {
        return start(data, name, List.of(), arguments);
    }

    /** @param jvm flags that come after those of the tests, and so win */
    public static SluiceProcess start(Path data, String name, List<String> jvm, String... arguments)
            throws IOException {
        return start(PackedProgram.get(), data, name, jvm, arguments);
    }

    static SluiceProcess start(PackedProgram program, Path data, String name, List<String> jvm, String... arguments)
            throws IOException {
        Path log = data.resolveSibling(name + ".log");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmFlags());
        line.addAll(program.flags());
        line.addAll(jvm);
        line.addAll(List.of(SluiceApplication.class.getName(), "--server.port=0"));
        line.addAll(Sluice.embedded(data));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .directory(data.getParent().toFile()) // away from the project's own application.yml
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        EndWithParent.of(process);
        return new SluiceProcess(process, log);
    }

    private static List<String> jvmFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("-X"))
                .toList();
    }

    /** Waits until it listens. */
    public ApiClient api() {
        return new ApiClient(
                Awaitility.await("a port in " + log).atMost(PATIENCE).until(this::port, port -> port > 0));
    }

    private int port() {
        assertThat(process.isAlive()).as(log()).isTrue();
        Matcher listens = LISTENS.matcher(log());
        return listens.find() ? Integer.parseInt(listens.group(1)) : 0;
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that it has started, and theirs. */
    public List<ProcessHandle> children() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            return children.toList();
        }
    }

    /** As {@code kill -9} does; returns when the process is gone, whatever becomes of its children. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * As {@code kill} or a container's end does.
     *
     * @return the exit code
     */
    public int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
