package io.sluice.engine.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.engine.OffsetsRefusedException;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where a flow goes on")
class ResumptionTest {

    private static final long ID = 7;

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final LedgerDatabase database = TestPostgres.ledger(postgres);
    private final Positions positions = new Positions(database);
    private final Topics topics = new Topics(TestKafka.bootstrapServers(), Map.of());
    /** None of the stores keeps marks. */
    private final StoreMarks marks =
            new StoreMarks(new MarkNumbers(database), new Stores(List.of(new PostgresStore(postgres))));

    private final Resumption resumption = new Resumption(topics, positions, marks);
    private final String topic = TestKafka.freshTopic(2);
    private final FlowRun run = new FlowRun(
            ID,
            "p",
            new FlowSpec(
                    new SourceSpec(
                            List.of(topic),
                            "id INT",
                            new FormatSpec("json", Map.of(), false),
                            new StartingOffsets.Earliest(),
                            null),
                    null,
                    List.of(SinkSpec.append(PostgresStore.TYPE, "t")),
                    new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO)));

    @BeforeEach
    void createPipeline() throws Exception {
        try (var connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute("""
                    INSERT INTO sluice.pipelines (id, name, definition, output, version, desired_state, state,
                        state_since, created_at, updated_at)
                    VALUES (7, 'p', '{}', '{}', 0, 'RUNNING', 'RUNNING', now(), now(), now())""");
        }
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, new byte[0])).get();
            }
        }
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private Offsets offsets(long first, long second) {
        return new Offsets(Map.of(topic, Map.of(0, first, 1, second)));
    }

    @Test
    @DisplayName("is where its definition says at first, which is noted, and then where the ledger says")
    void goesOn() throws Exception {
        Resumption.Point first = resumption.begin(run);
        assertThat(first.positions()).isEqualTo(offsets(0, 0));
        assertThat(first.begin()).isEqualTo(offsets(0, 0));
        assertThat(first.partitions()).isEqualTo(2);
        assertThat(positions.positions(ID)).isEqualTo(offsets(0, 0));

        resumption.alter(run, List.of(new Position(topic, 0, 2)));
        assertThat(resumption.begin(run).positions()).isEqualTo(offsets(2, 0));
    }

    @Test
    @DisplayName("can be set before its first start, and not to what Kafka does not have: all reasons are told")
    void refusesWhatKafkaDoesNotHave() throws Exception {
        Position beyond = new Position(topic, 0, 4);
        Position noPartition = new Position(topic, 2, 0);
        Position noTopic = new Position("other", 0, 0);
        assertThatThrownBy(() -> resumption.alter(run, List.of(beyond, noPartition, noTopic)))
                .asInstanceOf(InstanceOfAssertFactories.type(OffsetsRefusedException.class))
                .extracting(OffsetsRefusedException::reasons)
                .isEqualTo(Map.of(
                        beyond,
                        "Partition 0 of the topic " + topic
                                + " has the offsets from 0 on and ends before 3; choose from 0 to 3",
                        noPartition,
                        "The topic " + topic + " has no partition 2, only 0 to 1",
                        noTopic,
                        "The pipeline does not read the topic other"));
        assertThat(positions.positions(ID)).isEqualTo(Offsets.NONE);

        resumption.alter(run, List.of(new Position(topic, 0, 3)));
        assertThat(positions.positions(ID)).isEqualTo(offsets(3, 0));
    }

    @Test
    @DisplayName("is for somebody to decide when Kafka has lost it")
    void isLost() throws Exception {
        resumption.begin(run);
        positions.alter(ID, "p", offsets(9, 0));
        assertThatThrownBy(() -> resumption.begin(run))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageStartingWith("Pipeline p cannot go on where it stands: ")
                .hasMessageContaining("it ends at offset 3, before 9")
                .hasFieldOrPropertyWithValue("obstacle", Obstacle.LOST_POSITION);
    }

    @Test
    @DisplayName("is for somebody to decide when the topic is another one of the same name")
    void isOfAnotherTopic() throws Exception {
        positions.begin(ID, offsets(0, 0), run.spec().sinks(), Map.of(topic, "an id of before"));
        assertThatThrownBy(() -> resumption.begin(run))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageContaining("was deleted and created again (its id was an id of before and is ")
                .hasMessageContaining("t has of them from before is of other records"
                        + " (partition 0 up to offset 0, partition 1 up to offset 0).")
                .hasFieldOrPropertyWithValue("obstacle", Obstacle.OTHER_TOPIC);
    }
}
