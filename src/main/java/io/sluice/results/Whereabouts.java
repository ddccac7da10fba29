package io.sluice.results;

import io.sluice.pipeline.PipelineDirectory.StoredPipeline;
import io.sluice.results.query.StoreReader.RowPosition;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.ledger.Standings;
import io.sluice.stream.ledger.Standings.PartitionStanding;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.stream.letters.DeadLetters.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Says why a store has no row of a source position, by the ledger and the dead letters. Thread-safe. */
@Component
class Whereabouts {

    private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

    private final JdbcOperations ledger;

    Whereabouts(DataSource dataSource) {
        this.ledger = new JdbcTemplate(dataSource);
    }

    /** Whole sentences, the last of which says what to do. */
    String of(StoredPipeline pipeline, SinkSpec sink, RowPosition at) {
        String nothing = "The " + sink.type().label() + " sink of pipeline '" + pipeline.name()
                + "' stores nothing for " + at + ". ";
        try {
            return nothing
                    + rejection(pipeline, sink, at)
                            .map(rejection -> rejected(pipeline, rejection))
                            .orElseGet(() -> withoutLetter(pipeline, sink, at));
        } catch (DataAccessException e) {
            LOG.debug("The ledger cannot be read for why there is no row", e);
            return nothing + "The ledger, which knows why, cannot be read at the moment; ask again later.";
        }
    }

    private Optional<Rejection> rejection(StoredPipeline pipeline, SinkSpec sink, RowPosition at) {
        Position position = new Position(at.topic(), at.partition(), at.offset());
        List<Stage> stages = List.of(Stage.DECODE, Stage.TRANSFORM, sink.type().stage());
        return ask(connection -> DeadLetters.rejection(connection, pipeline.name(), position, stages));
    }

    private <T> T ask(ConnectionCallback<T> question) {
        return Objects.requireNonNull(ledger.execute(question));
    }

    private static String rejected(StoredPipeline pipeline, Rejection rejection) {
        String stage = rejection.stage().label();
        return "The record was rejected at the stage '" + stage + "': " + rejection.reason()
                + ". GET /api/v1/pipelines/" + pipeline.name() + "/dead-letters?stage=" + stage
                + " shows its bytes; once the definition takes them, replay it.";
    }

    private String withoutLetter(StoredPipeline pipeline, SinkSpec sink, RowPosition at) {
        List<PartitionStanding> known = ask(connection -> Standings.partitions(connection, pipeline.id(), at.topic()));
        return known.stream()
                .filter(progress -> progress.partition() == at.partition())
                .findFirst()
                .map(progress -> beside(pipeline, sink, at, progress))
                .orElseGet(() -> unread(pipeline, at, known));
    }

    private static String unread(StoredPipeline pipeline, RowPosition at, List<PartitionStanding> known) {
        if (known.isEmpty()) {
            return "The pipeline has never read the topic '" + at.topic() + "'. GET /api/v1/pipelines/"
                    + pipeline.name() + " shows which topics it reads and whether it runs.";
        }
        return "The pipeline reads " + known.size() + " partitions of this topic, from "
                + known.get(0).partition() + " to "
                + known.get(known.size() - 1).partition()
                + ", and not this one. GET /api/v1/topics shows the partitions of every topic.";
    }

    private static String beside(StoredPipeline pipeline, SinkSpec sink, RowPosition at, PartitionStanding progress) {
        if (at.offset() >= progress.nextOffset()) {
            return "It has not been read yet: the pipeline continues in this partition at offset "
                    + progress.nextOffset()
                    + ". GET /api/v1/topics shows where the topic ends, GET /api/v1/pipelines/" + pipeline.name()
                    + "/status whether the pipeline runs.";
        }
        List<String> causes = new ArrayList<>();
        if (at.ordinal() != null) {
            causes.add("the record yields no row of this ordinal");
        }
        if (sink.mode() == WriteMode.UPSERT) {
            causes.add("a newer record of its key has overwritten it");
        }
        // Exact: as long as it is 0, no record of the partition was filtered.
        if (progress.filtered() > 0) {
            causes.add("the transform filtered it out (" + progress.filtered() + " records of this partition)");
        }
        causes.add("there was no record here (a marker of a transaction, or compacted away)");
        causes.add("the pipeline began after it");
        causes.add("its dead letter was deleted");
        return "The pipeline has passed it: it continues in this partition at offset " + progress.nextOffset()
                + ", and has no dead letter of it. Possible causes: " + String.join("; ", causes)
                + ". GET /api/v1/topics/" + at.topic() + "/records shows the newest records, the definition what is"
                + " filtered.";
    }
}
