package io.sluice.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("exhausted memory")
class MemoryExhaustionTest {

    /** Another thread than the main one would let this process hang for ever. */
    static final class Exhausted {

        private Exhausted() {}

        public static void main(String[] args) throws InterruptedException {
            MemoryExhaustion.watch();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitForEver()));
            new Thread(() -> {
                        List<byte[]> held = new ArrayList<>();
                        while (true) {
                            held.add(new byte[1 << 20]);
                        }
                    })
                    .start();
            awaitForEver();
        }

        private static synchronized void awaitForEver() {
            try {
                Exhausted.class.wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @DisplayName("ends the process at once, whatever its shutdown hooks wait for, and says what to do")
    void processEndsWhateverShutdownHooksWaitFor() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exhausted.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(MemoryExhaustion.EXIT_CODE);
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Sluice ends: the memory of its JVM", "MiB of heap) is exhausted", "-Xmx");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("is told from other failures, and from Spark's budgets, through every wrapper")
    void isRecognised() {
        assertThat(MemoryExhaustion.isExhaustion(
                        new IllegalStateException(new RuntimeException(new OutOfMemoryError("Java heap space")))))
                .isTrue();
        assertThat(MemoryExhaustion.isExhaustion(new IllegalStateException("no memory of it")))
                .isFalse();
        assertThat(MemoryExhaustion.isExhaustion(new OutOfMemoryError() {})).isFalse();
        assertThat(MemoryExhaustion.isExhaustion(null)).isFalse();
        assertThat(MemoryExhaustion.isExhaustion(new OutOfMemoryError(
                        "unable to create native thread: possibly out of memory or process/resource limits reached")))
                .as("a limit of the system's on threads")
                .isFalse();
    }
}
