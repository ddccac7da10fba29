package io.sluice.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.stream.kafka.KafkaUnavailableException;
import io.sluice.stream.kafka.LostPositionException;
import io.sluice.stream.kafka.MissingTopicException;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.task.FlowWriteException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;

@DisplayName("The last error of a pipeline")
class LastErrorTest {

    @ParameterizedTest
    @CsvSource({
        "/srv/sluice/data/checkpoints/pipeline-1/offsets/0: No space left, …/0: No space left",
        "cannot make file:/srv/sluice/data/x.tmp, cannot make …/x.tmp",
        "cannot make file:///srv/sluice/data/x.tmp, cannot make …/x.tmp",
        "Connection to localhost/127.0.0.1:9092 refused, Connection to localhost/127.0.0.1:9092 refused",
        "jdbc:postgresql://db/sluice is away, jdbc:postgresql://db/sluice is away",
        "position topic/0/17 is gone, position topic/0/17 is gone",
        "repeat POST /api/v1/pipelines/x/start, repeat POST /api/v1/pipelines/x/start"
    })
    @DisplayName("shows no directory of the machine, and leaves everything else as it is")
    void showsNoDirectory(String message, String shown) {
        assertThat(message(new IOException(message))).isEqualTo(shown);
    }

    @Test
    @DisplayName("leaves pointers into a definition as they are")
    void keepsPointers() {
        assertThat(message(new FlowDefinitionException("/sinks/0/table: is gone")))
                .isEqualTo("/sinks/0/table: is gone");
    }

    @Test
    @DisplayName("is why a pool got no connection, and not that it waited for one")
    void tellsWhyThePoolIsEmpty() {
        SQLException cause = new SQLException("FATAL: password authentication failed", "28P01");
        SQLException pool = new SQLTransientConnectionException("request timed out after 3000ms", "08001", cause);
        assertThat(message(pool)).isEqualTo("FATAL: password authentication failed");
    }

    @Test
    @DisplayName("says what to set where a pooler gives each transaction another connection")
    void advisesBehindAPooler() {
        assertThat(message(new SQLException("ERROR: prepared statement \"S_1\" already exists", "42P05")))
                .contains("prepareThreshold=0");
    }

    @Test
    @DisplayName("is what went wrong at first, under all that threads and pools wrap it in")
    void isTheFirstFailure() {
        SQLException cause = new SQLException("ERROR: prepared statement \"S_1\" does not exist", "26000");
        LastError error = LastError.of(
                new CompletionException(
                        new ExecutionException(new SQLTransientConnectionException("timeout", "08001", cause))),
                Instant.EPOCH);

        assertThat(error.type()).isEqualTo(LastError.Kind.SQL);
        assertThat(error.message()).startsWith("ERROR: ").contains("prepareThreshold=0");
        assertThat(error.at()).isEqualTo(Instant.EPOCH);
    }

    @Test
    @DisplayName("is one line of a bounded length, which a terminal may show")
    void isOneLegibleLine() {
        assertThat(message(new IOException("\n  a\u001b[31m\nb"))).isEqualTo("a\\u001b[31m");
        assertThat(message(new IOException("x".repeat(5_000)))).hasSize(2_001).endsWith("x…");
        assertThat(message(new IOException())).isEqualTo("no message");
    }

    static List<Arguments> kinds() {
        return List.of(
                arguments(FlowDefinitionException.class, "FlowDefinitionException"),
                arguments(SparkUnavailableException.class, "SparkUnavailableException"),
                arguments(KafkaUnavailableException.class, "KafkaUnavailableException"),
                arguments(MissingTopicException.class, "MissingTopicException"),
                arguments(LostPositionException.class, "LostPositionException"),
                arguments(LedgerBehindException.class, "LedgerBehindException"),
                arguments(StaleGenerationException.class, "StaleGenerationException"),
                arguments(NotOwnerException.class, "NotOwnerException"),
                arguments(FlowWriteException.class, "FlowWriteException"),
                arguments(PSQLException.class, "PSQLException"),
                arguments(SQLTransientConnectionException.class, "SQLException"),
                arguments(MongoTimeoutException.class, "MongoTimeoutException"),
                arguments(MongoSocketOpenException.class, "MongoException"),
                arguments(ConnectException.class, "IOException"),
                arguments(NullPointerException.class, "RuntimeException"),
                arguments(NoClassDefFoundError.class, "Error"));
    }

    /** A class that is renamed changes its label, which clients know, unless the label is kept for it. */
    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("is of a kind whose label clients know, whatever it is called within")
    void isOfAKnownKind(Class<? extends Throwable> type, String label) {
        assertThat(LastError.Kind.ofClass(type).label()).isEqualTo(label);
    }

    @Test
    @DisplayName("that an older release stored is still read, of another kind if there is none of that name")
    void readsWhatIsStored() {
        assertThat(LastError.Kind.labelled("PSQLException")).isEqualTo(LastError.Kind.POSTGRES);
        assertThat(LastError.Kind.labelled("UnknownHostException")).isEqualTo(LastError.Kind.OTHER);
    }

    private static String message(Throwable failure) {
        return LastError.of(failure, Instant.EPOCH).message();
    }
}
