package io.sluice.engine.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the files of a checkpoint on a local disk")
class LocalCheckpointFilesTest {

    @TempDir
    private Path directory;

    private CheckpointFileManager files() {
        return new LocalCheckpointFiles(hadoop(""), new Configuration());
    }

    private org.apache.hadoop.fs.Path hadoop(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
    }

    private void write(String name, String text, boolean overwrite) throws Exception {
        try (var out = files().createAtomic(hadoop(name), overwrite)) {
            out.write(text.getBytes(UTF_8));
        }
    }

    private String read(String name) throws Exception {
        try (FSDataInputStream in = files().open(hadoop(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private List<String> names() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    @DisplayName("are there whole or not at all, and are replaced only on purpose")
    void areAtomic() throws Exception {
        write("0 a%20b", "first", false);
        assertThat(read("0 a%20b")).isEqualTo("first");
        assertThatThrownBy(() -> write("0 a%20b", "second", false)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read("0 a%20b")).isEqualTo("first");
        write("0 a%20b", "third", true);
        assertThat(read("0 a%20b")).isEqualTo("third");

        try (var out = files().createAtomic(hadoop("1"), false)) {
            out.write(1);
            out.cancel();
        }
        assertThat(files().exists(hadoop("1"))).isFalse();
        assertThat(Files.exists(directory.resolve("1"))).isFalse();
        assertThat(names()).contains("0 a%20b").doesNotContain("1");
    }

    @Test
    @DisplayName("and its directories are made without starting a process")
    void startNoProcess() throws Exception {
        SparkSession session = TestSpark.session();
        String checkpoint;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ProcessStart");
            recording.start();
            checkpoint = new Checkpoints(directory.toString()).begin(session, 1, 1);
            runThreeBatches(session, checkpoint);
            recording.stop();
            Path dump = directory.resolve("recording.jfr");
            recording.dump(dump);
            assertThat(RecordingFile.readAllEvents(dump).stream()
                            .map(event -> event.getString("command"))
                            .filter(command -> command.contains(checkpoint)))
                    .isEmpty();
        }
        assertThat(Path.of(checkpoint, "commits")).isDirectoryContaining("glob:**/2");
    }

    private void runThreeBatches(SparkSession session, String checkpoint) throws Exception {
        Path in = Files.createDirectory(directory.resolve("in"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(in.resolve("file" + i), "row");
        }
        StreamingQuery query = session.readStream()
                .format("text")
                .option("maxFilesPerTrigger", 1)
                .load(in.toString())
                .writeStream()
                .option("checkpointLocation", checkpoint)
                .trigger(Trigger.AvailableNow())
                .format("noop")
                .start();
        assertThat(query.awaitTermination(60_000)).isTrue();
    }
}
