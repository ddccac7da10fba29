package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {

    @TempDir
    Path parent;

    @Test
    @DisplayName("a second taker is told the directory, the process that has it, and the key to change")
    void refusesSecond() throws IOException {
        Path directory = parent.resolve("data");
        try (DataDirectoryLock held = DataDirectoryLock.take(directory)) {
            assertThatThrownBy(() -> DataDirectoryLock.take(directory))
                    .asInstanceOf(type(EmbeddedStartException.class))
                    .satisfies(failure -> {
                        assertThat(failure)
                                .hasMessageContaining(directory.toString())
                                .hasMessageContaining(
                                        "process " + ProcessHandle.current().pid());
                        assertThat(failure.action()).contains("sluice.data-directory");
                    });
            assertThat(held.directory().path()).isEqualTo(directory);
        }
    }

    @Test
    @DisplayName("another process cannot take a directory that is held here, and can when it is given back")
    void refusesOtherProcess() throws Exception {
        try (DataDirectoryLock held = DataDirectoryLock.take(parent)) {
            assertThat(takeInOtherProcess()).isEqualTo(1);
        }
        assertThat(takeInOtherProcess()).isZero();
    }

    private int takeInOtherProcess() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DataDirectoryLockTest.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    public static void main(String[] args) {
        DataDirectoryLock.take(Path.of(args[0]));
    }

    @Test
    @DisplayName("something that is no directory is named in the error")
    void refusesFile() throws IOException {
        Path file = Files.createFile(parent.resolve("data"));
        assertThatThrownBy(() -> DataDirectoryLock.take(file))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("data directory " + file + " cannot be used");
    }
}
