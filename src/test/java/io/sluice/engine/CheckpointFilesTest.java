package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A checkpoint's file on a local path")
class CheckpointFilesTest {

    @TempDir
    java.nio.file.Path home;

    private Path directory;
    private CheckpointFiles files;

    @BeforeEach
    void open() {
        directory = new Path(home.resolve("a b/offsets").toString());
        files = new CheckpointFiles(directory, new Configuration());
        files.mkdirs(directory);
    }

    @Test
    @DisplayName("is there once it is closed, whole, and as Spark lists and reads it")
    void appearsWhole() throws IOException {
        var output = files.createAtomic(new Path(directory, "0"), false);
        output.write("begun".getBytes(StandardCharsets.UTF_8));
        output.flush();
        assertThat(files.exists(new Path(directory, "0"))).isFalse();
        output.close();
        output.close();
        assertThat(names()).containsExactly("0");
        try (var input = files.open(new Path(directory, "0"))) {
            assertThat(input.readAllBytes()).asString().isEqualTo("begun");
        }
        assertThat(Stream.of(files.list(directory)).map(FileStatus::getLen)).containsExactly(5L);
        files.delete(new Path(directory, "0"));
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("leaves nothing when it is cancelled")
    void cancelled() throws IOException {
        var output = files.createAtomic(new Path(directory, "0"), true);
        output.write(1);
        output.cancel();
        output.close();
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("takes another one's place only if it may")
    void replaces() throws IOException {
        files.createAtomic(new Path(directory, "0"), false).close();
        var second = files.createAtomic(new Path(directory, "0"), false);
        assertThatThrownBy(second::close).isInstanceOf(FileAlreadyExistsException.class);
        var third = files.createAtomic(new Path(directory, "0"), true);
        third.write(1);
        third.close();
        assertThat(names()).containsExactly("0");
        assertThat(Files.size(home.resolve("a b/offsets/0"))).isEqualTo(1);
    }

    private List<String> names() throws IOException {
        try (Stream<java.nio.file.Path> all = Files.list(home.resolve("a b/offsets"))) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
