package io.sluice.stream.store.file;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.OwnRows;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows as lines of JSON in a file for each sink: the smallest store that keeps what a store has to keep. */
public final class FileStore implements Store {

    public static final StoreType TYPE = new StoreType("ndjson");

    private static final Naming FILE = new Naming("file", "[a-z][a-z0-9_]{0,62}", Set.of());

    private final Path directory;

    /** @param directory that is there, and that all executors see */
    public FileStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public StoreType type() {
        return TYPE;
    }

    @Override
    public String name() {
        return "the directory";
    }

    @Override
    public Naming naming() {
        return FILE;
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return failure instanceof IOException;
    }

    @Override
    public boolean isRefusal(Throwable failure) {
        return false;
    }

    @Override
    public Optional<String> objection(StructField column) {
        return Optional.empty();
    }

    @Override
    public Fit prepare(SinkSpec sink, StructType rows, TargetNotes notes) throws IOException, SQLException {
        FileTarget target = target(sink);
        if (!target.exists()) {
            notes.write(TargetNote.made(null, Map.of()));
            Files.createFile(target.file());
            notes.write(TargetNote.made(target.identity(), Map.of()));
            return Fit.MADE;
        }
        if (is(target, notes, true)) {
            return Fit.MADE;
        }
        if (!is(target, notes, false)) {
            notes.write(TargetNote.found(target.identity(), false, Map.of()));
        }
        return new Fit(false, List.of());
    }

    @Override
    public Fit check(SinkSpec sink, StructType rows, TargetNotes notes) throws IOException, SQLException {
        FileTarget target = target(sink);
        return !target.exists() || is(target, notes, true) ? Fit.MADE : new Fit(false, List.of());
    }

    /** Whether the file is the one that the pipeline made, or found. */
    private static boolean is(FileTarget target, TargetNotes notes, boolean made) throws IOException, SQLException {
        String identity = target.identity();
        return notes.read()
                .filter(note -> note.ours() && note.made() == made && note.isOf(identity))
                .isPresent();
    }

    @Override
    public Optional<Found> find(SinkSpec sink) throws IOException {
        FileTarget target = target(sink);
        return target.exists() ? Optional.of(Found.ordinary(target.identity())) : Optional.empty();
    }

    @Override
    public OptionalLong count(SinkSpec sink, @Nullable OwnRows own) throws IOException {
        return OptionalLong.of(target(sink).count(own));
    }

    @Override
    public boolean mayHold(SinkSpec sink, List<String> topics) throws IOException {
        return target(sink).rows().stream().anyMatch(line -> topics.contains(line.topic()));
    }

    /** Always: each line has the time at which it was stored. */
    @Override
    public boolean tellsApart(SinkSpec sink, TargetNotes notes, TargetNote note) {
        return true;
    }

    @Override
    public void drop(SinkSpec sink, TargetNotes notes) throws IOException, SQLException {
        FileTarget target = target(sink);
        if (target.exists() && is(target, notes, true)) {
            notes.requireLease();
            Files.delete(target.file());
            notes.forget();
        }
    }

    @Override
    public void setAside(SinkSpec sink, String name, TargetNotes notes) throws IOException, SQLException {
        FileTarget target = target(sink);
        if (target.exists() && is(target, notes, true)) {
            notes.requireLease();
            Files.move(target.file(), target(SinkSpec.append(TYPE, name)).file());
            notes.forget();
        }
    }

    @Override
    public void remove(SinkSpec sink, OwnRows own, TargetNotes notes) throws IOException, SQLException {
        FileTarget target = target(sink);
        if (target.exists() && is(target, notes, false)) {
            notes.requireLease();
            target.remove(own);
        }
    }

    private FileTarget target(SinkSpec sink) {
        return new FileTarget(directory, sink);
    }

    @Override
    public StoreWriter.Factory writers(SinkSpec sink, StructType rows) {
        return new FileWriter.Writers(target(sink).address(), rows);
    }
}
