package io.sluice.stream.store.file;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.OwnRows;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The file of a sink: a line for each row that was ever written, once. Of an upsert, readers see the newest of a key. */
record FileTarget(Path directory, SinkSpec sink) {

    /** All of this JVM: a task reads the file before it adds to it. */
    private static final Object LOCK = new Object();

    private static final JsonMapper JSON = new JsonMapper();

    /** A row, and where it is from; {@code at} is when it was stored. */
    record Line(String topic, int partition, long offset, int ordinal, String at, Map<String, @Nullable Object> row) {

        static Line of(SourceRecord record, int ordinal, Map<String, @Nullable Object> row) {
            return new Line(record.topic(), record.partition(), record.offset(), ordinal, "", row);
        }

        String position() {
            return topic + "/" + partition + "/" + offset + "/" + ordinal;
        }

        private Line stored(Instant now) {
            return new Line(topic, partition, offset, ordinal, now.toString(), row);
        }

        private boolean isOf(OwnRows own) {
            return own.topics().contains(topic) && !Instant.parse(at).isBefore(own.since());
        }
    }

    Path file() {
        return directory.resolve(sink.target() + ".ndjson");
    }

    boolean exists() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.getFileName().toString());
        }
        return Files.exists(file());
    }

    String identity() throws IOException {
        return String.valueOf(
                Files.readAttributes(file(), BasicFileAttributes.class).fileKey());
    }

    /** Texts that this store will not have, one a line. */
    Set<String> unwanted() throws IOException {
        Path texts = directory.resolve(sink.target() + ".unwanted");
        return Files.exists(texts) ? Set.copyOf(Files.readAllLines(texts)) : Set.of();
    }

    private List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            lines.add(JSON.readValue(line, Line.class));
        }
        return lines;
    }

    /** Those that readers see. */
    List<Line> rows() throws IOException {
        synchronized (LOCK) {
            if (sink.mode() == WriteMode.APPEND) {
                return lines();
            }
            Map<List<@Nullable Object>, Line> newest = new LinkedHashMap<>();
            Comparator<Line> newer = newer();
            for (Line line : lines()) {
                List<@Nullable Object> key = sink.key().stream()
                        .<@Nullable Object>map(column -> line.row().get(column))
                        .collect(Collectors.toList());
                newest.merge(key, line, (a, b) -> newer.compare(a, b) > 0 ? a : b);
            }
            return List.copyOf(newest.values());
        }
    }

    private Comparator<Line> newer() {
        Comparator<Line> later = Comparator.comparing(Line::topic)
                .thenComparingInt(Line::partition)
                .thenComparingLong(Line::offset)
                .thenComparingInt(Line::ordinal);
        String version = sink.version();
        return version == null
                ? later
                : Comparator.<Line>comparingDouble(line -> number(line.row().get(version)))
                        .thenComparing(later);
    }

    private static double number(@Nullable Object version) {
        return version == null ? Double.NEGATIVE_INFINITY : Double.parseDouble(version.toString()) + 0.0;
    }

    /** Adds those that are not there yet, durably. */
    void add(Collection<Line> lines) throws IOException {
        synchronized (LOCK) {
            Set<String> there = lines().stream().map(Line::position).collect(Collectors.toCollection(HashSet::new));
            Instant now = Instant.now();
            write(
                    lines.stream()
                            .filter(line -> there.add(line.position()))
                            .map(line -> line.stored(now))
                            .toList(),
                    StandardOpenOption.APPEND);
        }
    }

    /** In the same file, which keeps its identity. */
    void remove(OwnRows own) throws IOException {
        synchronized (LOCK) {
            write(
                    lines().stream().filter(line -> !line.isOf(own)).toList(),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    long count(@Nullable OwnRows own) throws IOException {
        return rows().stream().filter(line -> own == null || line.isOf(own)).count();
    }

    private void write(List<Line> lines, OpenOption... options) throws IOException {
        String text =
                lines.stream().map(line -> JSON.writeValueAsString(line) + "\n").collect(Collectors.joining());
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        try (FileChannel channel = FileChannel.open(file(), options)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** What travels to the executors. */
    record Address(String directory, SinkSpec sink) implements Serializable {

        FileTarget target() {
            return new FileTarget(Path.of(directory), sink);
        }
    }

    Address address() {
        return new Address(directory.toString(), sink);
    }
}
