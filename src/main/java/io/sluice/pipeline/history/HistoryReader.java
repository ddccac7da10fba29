package io.sluice.pipeline.history;

import io.sluice.pipeline.history.HistoryView.MarkView;
import io.sluice.pipeline.history.HistoryView.PointView;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.stereotype.Component;

/** Reads histories back. Thread-safe; blocks. */
@Component
public class HistoryReader {

    private final HistoryBook book;
    private final HistoryTable table;
    private final Clock clock = Clock.systemUTC();

    HistoryReader(HistoryBook book, HistoryTable table) {
        this.book = book;
        this.table = table;
    }

    /**
     * How a pipeline was.
     *
     * @param from see {@link Range#of}
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     * @throws org.springframework.dao.DataAccessException if the database cannot be reached
     */
    public HistoryView read(long pipelineId, @Nullable String from, @Nullable String to, @Nullable String step) {
        Range range = Range.of(from, to, step, clock.instant());
        try {
            return read(pipelineId, range);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("Reading the history", null, e);
        }
    }

    HistoryView read(long pipelineId, Range range) throws SQLException {
        Instant from = Instant.ofEpochSecond(range.from());
        Instant to = Instant.ofEpochSecond(range.to());
        return new HistoryView(
                from,
                to,
                Duration.ofSeconds(range.step()).toString(),
                points(pipelineId, range).entrySet().stream()
                        .map(point -> PointView.of(point.getKey(), point.getValue()))
                        .toList(),
                table.marks(pipelineId, from, to).stream()
                        .map(mark -> new MarkView(mark.at(), mark.kind(), mark.text()))
                        .toList());
    }

    /** The finest points that are kept of each time, but none finer than is needed. */
    private NavigableMap<Long, Point> points(long pipelineId, Range range) throws SQLException {
        NavigableMap<Long, Point> points = new TreeMap<>();
        NavigableSet<Long> known = new TreeSet<>();
        List<Chunk> here = book.copies(pipelineId);
        for (Level level : Level.values()) {
            Level coarser = level == Level.HOURS ? level : Level.values()[level.ordinal() + 1];
            if (level != coarser && range.step() % coarser.unit() == 0) {
                continue;
            }
            NavigableSet<Long> finer = new TreeSet<>(known);
            for (Chunk chunk : chunks(pipelineId, level, range, here)) {
                for (int i = 0; i < level.points(); i++) {
                    long at = chunk.begins() + i * level.unit();
                    Point point = chunk.get(i);
                    Long next = finer.ceiling(at);
                    boolean isKnown = next != null && next < at + level.unit();
                    if (point != null && at >= range.from() && at < range.to() && !isKnown) {
                        known.add(at);
                        points.merge(range.bucket(at), point, Point::plus);
                    }
                }
            }
        }
        return points;
    }

    /** The chunks of that time in the database and in memory, which knows better unless it says otherwise. */
    private List<Chunk> chunks(long pipelineId, Level level, Range range, List<Chunk> here) throws SQLException {
        List<Chunk> all =
                here.stream().filter(chunk -> chunk.level == level).collect(Collectors.toCollection(ArrayList::new));
        for (Chunk stored : table.read(pipelineId, level, range.from(), range.to())) {
            Optional<Chunk> same =
                    all.stream().filter(chunk -> chunk.index == stored.index).findFirst();
            same.filter(chunk -> chunk.mayBeMore).ifPresent(chunk -> chunk.add(stored));
            if (same.isEmpty()) {
                all.add(stored);
            }
        }
        return all;
    }
}
