package io.sluice.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A process that gets SIGTERM")
class UnfinishedStartTest {

    private static final String READY = "ready";
    private static final String IN_ORDER = "in order";

    @Test
    @DisplayName("while it starts ends soon, whatever its start still waits for")
    void endsAmidItsStart() throws Exception {
        Process process = start("starting", "3600000");
        terminate(process);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(UnfinishedStart.EXIT_CODE);
    }

    @ParameterizedTest
    @CsvSource({"starting, 0", "started, 1000"})
    @DisplayName("ends in order once it has started, and if its end comes by itself")
    void endsInOrder(String state, String millis) throws Exception {
        Process process = start(state, millis);
        terminate(process);
        assertThat(process.inputReader().readLine()).isEqualTo(IN_ORDER);
        assertThat(process.waitFor()).isEqualTo(143);
    }

    private static Process start(String state, String millis) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnfinishedStartTest.class.getName(),
                        state,
                        millis)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo(READY);
        return process;
    }

    /** Not Process.destroy, which closes its output, too. */
    private static void terminate(Process process) {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    @SuppressWarnings("SystemOut") // the parent reads it
    public static void main(String[] args) throws InterruptedException {
        UnfinishedStart.watch(Duration.ofMillis(500));
        if (args[0].equals("started")) {
            UnfinishedStart.finished();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Thread.sleep(Long.parseLong(args[1]));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            System.out.println(IN_ORDER);
        }));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
