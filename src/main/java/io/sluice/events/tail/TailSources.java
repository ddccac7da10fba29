package io.sluice.events.tail;

import io.sluice.engine.LedgerView;
import io.sluice.engine.Rehearsals;
import io.sluice.events.EventText;
import io.sluice.pipeline.catalogue.Masking;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.kafka.records.PassingRecords;
import io.sluice.stream.letters.NewestLetters;
import io.sluice.stream.letters.NewestLetters.Newest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Whom a tail asks. Thread-safe. */
@Component
record TailSources(
        PipelineRegistry registry,
        Rehearsals rehearsals,
        LedgerView ledger,
        KafkaAccess kafka,
        DataSource database,
        EventText text,
        Masking masking) {

    PassingRecords passing() {
        return new PassingRecords(kafka.bootstrapServers(), kafka.properties());
    }

    /** The next offset to read of each partition. */
    Offsets positions(long pipelineId) {
        return ledger.positions(pipelineId);
    }

    /** The newest letters of those records that have any. */
    Map<Position, Newest> letters(String pipeline, List<SourceRecord> records) throws SQLException {
        List<Position> positions = records.stream()
                .map(record -> new Position(record.topic(), record.partition(), record.offset()))
                .toList();
        try (Connection connection = database.getConnection()) {
            return NewestLetters.at(connection, pipeline, positions);
        }
    }
}
