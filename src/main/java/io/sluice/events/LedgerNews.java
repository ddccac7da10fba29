package io.sluice.events;

import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.Standing;
import io.sluice.stream.letters.NewestLetters;
import io.sluice.stream.letters.NewestLetters.Newest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks the ledger what has become of all pipelines, and why records were rejected since it asked last. One thread at a time. */
final class LedgerNews {

    /** The most pipelines whose newest dead letters are looked up at a time; the others come next. */
    private static final int LOOKED_UP = 10;

    /** The most dead letters of one event. */
    private static final int REASONS = 5;

    private final PipelineReadings readings;
    private final PipelineRegistry registry;
    private final DataSource database;
    /** How many dead letters each pipeline had when that was told last; null before the ledger was read. */
    private @Nullable Map<Long, Long> told;

    LedgerNews(PipelineReadings readings, PipelineRegistry registry, DataSource database) {
        this.readings = readings;
        this.registry = registry;
        this.database = database;
    }

    /** What was found. */
    record Found(Map<Long, Standing> standings, List<Rejected> rejected) {}

    /**
     * The news that a pipeline has more dead letters.
     *
     * @param count how many records of it are rejected by now
     * @param more how many of these are new
     * @param newest some of its newest dead letters
     */
    record Rejected(String pipeline, long count, long more, List<Newest> newest) {}

    /** @throws RuntimeException if the ledger cannot be reached */
    Found ask() throws SQLException {
        Map<Long, Standing> standings = readings.standings();
        Map<Long, Long> before = told;
        Map<Long, Long> now = new HashMap<>();
        List<Rejected> rejected = new ArrayList<>();
        for (Pipeline pipeline : registry.ifOpen()) {
            long count = rejected(standings.getOrDefault(pipeline.id(), Standing.NONE));
            long earlier = before == null ? count : before.getOrDefault(pipeline.id(), 0L);
            boolean isNews = count > earlier;
            boolean isLater = isNews && rejected.size() == LOOKED_UP;
            now.put(pipeline.id(), isLater ? earlier : count);
            if (isNews && !isLater) {
                rejected.add(new Rejected(pipeline.name(), count, count - earlier, newest(pipeline.name())));
            }
        }
        told = registry.isOpen() ? now : null;
        return new Found(standings, rejected);
    }

    private List<Newest> newest(String pipeline) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return NewestLetters.of(connection, pipeline, REASONS);
        }
    }

    private static long rejected(Standing standing) {
        Counters counters = standing.counters();
        return counters.rejected()
                + counters.sinks().values().stream()
                        .mapToLong(SinkCounters::rejected)
                        .sum();
    }
}
