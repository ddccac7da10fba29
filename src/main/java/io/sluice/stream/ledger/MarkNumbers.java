package io.sluice.stream.ledger;

import io.sluice.stream.flow.Offsets;
import io.sluice.stream.jdbc.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of the marks that Mongo has acknowledged, as Postgres knows them. Thread-safe. */
public final class MarkNumbers {

    private static final String NUMBERS = "SELECT pipeline_id, number FROM sluice.marks WHERE pipeline_id = ANY (?)";
    /** Leaves out a pipeline that has been deleted meanwhile, with its generation: there is no row to refer to. */
    private static final String NOTE = """
            INSERT INTO sluice.marks AS m (pipeline_id, number) SELECT pipeline_id, ? FROM sluice.fences WHERE pipeline_id = ?
            ON CONFLICT (pipeline_id) DO UPDATE SET number = greatest(m.number, excluded.number)""";

    private static final String BEGAN =
            "SELECT topic, partition, began FROM sluice.progress WHERE pipeline_id = ? AND began IS NOT NULL";
    private static final String FIRST = """
            SELECT topic, partition, greatest(began, altered) FROM sluice.progress
            WHERE pipeline_id = ? AND began IS NOT NULL""";

    private static final String REPLAYED = """
            SELECT topic, partition, min(lowest) FROM sluice.replays WHERE pipeline_id = ? AND number >= ?
            GROUP BY topic, partition""";

    private final LedgerDatabase database;

    public MarkNumbers(LedgerDatabase database) {
        this.database = database;
    }

    /** The numbers by the ids of the pipelines; those without a mark are missing. */
    public Map<Long, Long> numbers(Collection<Long> pipelineIds) throws SQLException {
        return database.read(connection -> {
            Map<Long, Long> numbers = new HashMap<>();
            Sql.each(connection, NUMBERS, row -> numbers.put(row.getLong(1), row.getLong(2)), (Object)
                    pipelineIds.toArray(Long[]::new));
            return numbers;
        });
    }

    /**
     * Notes that Mongo has acknowledged these marks.
     *
     * @param numbers the numbers of the marks, by the ids of the pipelines
     * @throws NotOwnerException if another instance has the lease
     */
    public void note(Map<Long, Long> numbers) throws SQLException {
        database.change(connection ->
                Sql.batch(connection, NOTE, new TreeMap<>(numbers).entrySet(), (note, pipeline) -> {
                    note.setLong(1, pipeline.getValue());
                    note.setLong(2, pipeline.getKey());
                }));
    }

    /** Where the pipeline's first start began, as far as that is known. */
    public Offsets began(long pipelineId) throws SQLException {
        return database.read(connection -> Positions.read(connection, BEGAN, pipelineId));
    }

    /**
     * The offsets from which on everything up to the ledger's position has been carried, with nothing passed over by the first start or
     * by an order; as far as that is known.
     */
    public Offsets first(long pipelineId) throws SQLException {
        return database.read(connection -> Positions.read(connection, FIRST, pipelineId));
    }

    /**
     * The lowest offsets that replays have stored in Mongo since it has acknowledged the mark of that number.
     */
    public Offsets replayed(long pipelineId, long number) throws SQLException {
        return database.read(connection -> Positions.read(connection, REPLAYED, pipelineId, number));
    }
}
