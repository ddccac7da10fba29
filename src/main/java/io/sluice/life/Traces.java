package io.sluice.life;

import io.sluice.life.LifeView.MicroBatch;
import io.sluice.pipeline.PipelineReading;
import io.sluice.pipeline.PipelineReadings;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.ledger.Standings;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.letters.ReplayedLetters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What a record has left in the stores and in the ledger. Thread-safe. */
@Component
class Traces {

    private static final int MOST_ROWS = 100;
    private static final int MOST_REPLAYS = 20;

    private final List<StoreReader> readers;
    private final PipelineReadings readings;
    private final JdbcTemplate ledger;

    Traces(List<StoreReader> readers, PipelineReadings readings, DataSource dataSource) {
        this.readers = readers;
        this.readings = readings;
        this.ledger = new JdbcTemplate(dataSource);
    }

    /**
     * @param stores the rows of those that could be asked
     * @param ledger null if it cannot be asked for now
     */
    record Trace(
            Map<String, List<Map<String, @Nullable Object>>> stores,
            @Nullable InLedger ledger,
            @Nullable MicroBatch batch) {}

    /** @param nextOffset where the pipeline goes on reading in the partition; null if it has never read there */
    record InLedger(
            @Nullable Long nextOffset, List<DeadLetters.Kept> letters, List<ReplayedLetters.Replayed> replays) {}

    /** @param expected how many rows the record should have */
    Trace of(Pipeline pipeline, Position position, int expected, Parts parts) {
        Map<String, List<Map<String, @Nullable Object>>> stores = new LinkedHashMap<>();
        for (SinkSpec sink : pipeline.current().spec().sinks()) {
            String label = sink.type().label();
            for (StoreReader reader : readers) {
                List<Map<String, @Nullable Object>> rows = reader.store().equals(sink.type())
                        ? parts.ask(label, () -> rows(reader, pipeline, sink, position, Math.max(1, expected)))
                        : null;
                if (rows != null) {
                    stores.put(label, rows);
                }
            }
        }
        InLedger ledger = parts.ask("ledger", () -> inLedger(pipeline, position));
        List<DeadLetters.Kept> letters = ledger == null ? List.of() : ledger.letters();
        return new Trace(stores, ledger, batch(pipeline, stores, letters));
    }

    private InLedger inLedger(Pipeline pipeline, Position position) {
        List<Standings.PartitionStanding> standings =
                ask(connection -> Standings.partitions(connection, pipeline.id(), position.topic()));
        Long nextOffset = standings.stream()
                .filter(standing -> standing.partition() == position.partition())
                .map(Standings.PartitionStanding::nextOffset)
                .findFirst()
                .orElse(null);
        List<DeadLetters.Kept> letters = ask(connection -> DeadLetters.at(connection, pipeline.name(), position));
        List<ReplayedLetters.Replayed> replays =
                ask(connection -> ReplayedLetters.at(connection, pipeline.name(), position, MOST_REPLAYS));
        return new InLedger(nextOffset, letters, replays);
    }

    private <T> T ask(ConnectionCallback<T> question) {
        return Objects.requireNonNull(ledger.execute(question));
    }

    /** A row of a position that has none is looked for behind the expected ones once: the definition may have changed. */
    private static List<Map<String, @Nullable Object>> rows(
            StoreReader reader, Pipeline pipeline, SinkSpec sink, Position at, int expected) {
        StoreReader.Source source =
                new StoreReader.Source(sink, pipeline.current().output());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int ordinal = 0; ordinal < MOST_ROWS; ordinal++) {
            Optional<Map<String, @Nullable Object>> row =
                    reader.find(source, new StoreReader.RowPosition(at.topic(), at.partition(), at.offset(), ordinal));
            row.ifPresent(rows::add);
            if (row.isEmpty() && ordinal >= expected) {
                break;
            }
        }
        return rows;
    }

    /** Finds the micro-batch by the time at which its task began; null if it is not remembered any more. */
    private @Nullable MicroBatch batch(
            Pipeline pipeline,
            Map<String, List<Map<String, @Nullable Object>>> stores,
            List<DeadLetters.Kept> letters) {
        Instant written = stores.values().stream()
                .flatMap(List::stream)
                .map(row -> row.get(SourceColumns.INGESTED_AT))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .map(Traces::instant)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(letters.isEmpty() ? null : letters.get(0).rejectedAt());
        if (written == null) {
            return null;
        }
        List<PipelineReading.Batch> matching = readings.pipelines().stream()
                .filter(reading -> reading.id() == pipeline.id())
                .flatMap(reading -> reading.batches().stream())
                .filter(batch -> !written.isAfter(batch.committedAt())
                        && !written.isBefore(batch.committedAt().minus(batch.took())))
                .toList();
        return matching.size() == 1
                ? new MicroBatch(
                        matching.get(0).run(),
                        matching.get(0).number(),
                        matching.get(0).committedAt())
                : null;
    }

    private static @Nullable Instant instant(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
