package io.sluice.pipeline.history;

import io.sluice.pipeline.history.HistoryTable.Mark;
import io.sluice.pipeline.history.HistoryTable.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The histories that this instance writes: what of them is in memory, and how it gets into the database. The lock is
 * never held while the database is asked. Thread-safe.
 */
final class HistoryBook {

    private static final byte[] NOTHING = {};

    private final HistoryTable table;
    private final Marks marks;
    private final Map<Long, Recording> recordings = new HashMap<>();

    HistoryBook(HistoryTable table, Marks marks) {
        this.table = table;
        this.marks = marks;
    }

    private record Stored(long pipelineId, Chunk chunk) {}

    /** @param second which is over, since 1970 */
    synchronized void add(long pipelineId, long second, Point point) {
        recordings.computeIfAbsent(pipelineId, id -> new Recording()).add(second, point);
    }

    /** Forgets all other pipelines. */
    synchronized void retain(Set<Long> pipelines) {
        recordings.keySet().retainAll(pipelines);
        marks.retain(pipelines);
    }

    /** Forgets everything: another instance writes now. */
    synchronized void clear() {
        recordings.clear();
        marks.clear();
    }

    /** What is in memory of a pipeline; it may be in the database, too. */
    synchronized List<Chunk> copies(long pipelineId) {
        Recording recording = recordings.get(pipelineId);
        if (recording == null) {
            return List.of();
        }
        recording.fold();
        return recording.copies();
    }

    /**
     * Writes what is new. One caller at a time. After a failure it is all still to be written, as far as memory allows.
     *
     * @param everything also what goes on and may wait
     * @throws io.sluice.stream.ledger.NotOwnerException if another instance has the lease
     */
    void write(boolean everything) throws SQLException {
        List<Due> due = List.of();
        boolean done = false;
        try {
            complete();
            due = take(everything);
            Set<Long> there = pipelines();
            List<Mark> waiting = marks.waiting().stream()
                    .filter(mark -> there.contains(mark.pipelineId()))
                    .toList();
            if (!due.isEmpty() || !waiting.isEmpty()) {
                table.write(due.stream().map(Due::row).toList(), waiting);
            }
            done = true;
            tellGaps();
            marks.written(waiting);
        } finally {
            settle(due, done);
        }
    }

    /** A chunk, and its bytes as they are written. */
    private record Due(Chunk chunk, Row row) {}

    /** Reads what the database already has of what is in memory. */
    private void complete() throws SQLException {
        List<Row> asked = new ArrayList<>();
        synchronized (this) {
            recordings.forEach((id, recording) -> {
                recording.fold();
                recording.unsure().forEach(chunk -> asked.add(new Row(id, chunk.level, chunk.index, NOTHING)));
            });
        }
        if (asked.isEmpty()) {
            return;
        }
        List<Stored> stored = new ArrayList<>();
        table.stored(asked, (id, chunk) -> stored.add(new Stored(id, chunk)));
        synchronized (this) {
            stored.forEach(found -> recording(found.pipelineId()).complete(found.chunk()));
            asked.forEach(row -> recording(row.pipelineId()).completed(row.level(), row.index()));
            recordings.values().forEach(Recording::fold);
        }
    }

    /** One that is gone meanwhile has an empty one. */
    private Recording recording(long pipelineId) {
        return recordings.getOrDefault(pipelineId, new Recording());
    }

    private synchronized List<Due> take(boolean everything) {
        List<Due> due = new ArrayList<>();
        recordings.forEach((id, recording) -> recording.due(everything).forEach(chunk -> {
            due.add(new Due(chunk, Row.of(id, chunk)));
            chunk.isChanged = false;
            chunk.isNews = false;
        }));
        return due;
    }

    private synchronized void settle(List<Due> due, boolean done) {
        if (!done) {
            due.forEach(row -> {
                row.chunk().isChanged = true;
                row.chunk().isNews = true;
            });
        }
        recordings.values().forEach(Recording::trim);
    }

    private synchronized void tellGaps() {
        recordings.forEach((id, recording) -> {
            Recording.Gap gap = recording.takeGap();
            if (gap != null) {
                marks.add(
                        id,
                        Marks.Kind.GAP,
                        "History could not be written: no seconds are kept from " + Instant.ofEpochSecond(gap.from())
                                + " to " + Instant.ofEpochSecond(gap.to()) + ".");
            }
        });
    }

    private synchronized Set<Long> pipelines() {
        return Set.copyOf(recordings.keySet());
    }
}
