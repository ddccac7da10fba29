package io.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    @Test
    void everyWordOfTheUserStaysWhatItIsAndWhereItIs() throws Exception {
        JavaCommand command = parse(2, "java", "-Xmx1g", "-Da=\u00c3\u00a9 b", "-jar", "sluice.jar", "--x=-jar", "");

        assertThat(command.from(Path.of("/j/bin/java"), Path.of("/d/sluice.jar"), List.of("-XX:Own")))
                .containsExactly(
                        "/j/bin/java",
                        "-XX:Own",
                        "-Xmx1g",
                        "-Da=\u00c3\u00a9 b",
                        "-jar",
                        "/d/sluice.jar",
                        "--x=-jar",
                        "");
    }

    @Test
    void anotherWayOfStartingIsNotUnderstood() {
        assertThat(JavaCommand.parse("java\0-cp\0a\0io.sluice.SluiceApplication\0", 0))
                .isEmpty();
        assertThat(JavaCommand.parse("java\0@options\0--x\0", 1)).isEmpty();
        assertThat(JavaCommand.parse("", 0)).isEmpty();
    }

    static JavaCommand parse(int arguments, String... words) {
        return JavaCommand.parse(String.join("\0", words) + "\0", arguments).orElseThrow();
    }
}
