package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionTest {

    @Test
    void theOtherProgramIsTheSameProcess() throws Exception {
        assumeTrue(Path.of("/bin/sh").toFile().canExecute(), "no /bin/sh here");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplacedProgram.class.getName(),
                        "a b")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        String id = Long.toString(process.pid());
        assertThat(said).containsExactly(id, id, "a b");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void whereTheSystemRefusesEverythingIsAsBefore() {
        assertThatIOException().isThrownBy(() -> Execution.replace(List.of("/nowhere/java", "-jar")));
    }
}
