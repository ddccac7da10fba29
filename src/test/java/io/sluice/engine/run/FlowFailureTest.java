package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A flow that fails of Kafka")
class FlowFailureTest {

    @Test
    @DisplayName("names the topics that it reads, where Kafka does not say which of them is gone")
    void deletedTopic() {
        assertThat(reason(new UnknownTopicOrPartitionException("This server does not host this topic-partition.")))
                .contains("\"my.quotes\", \"other\"", "was deleted");
    }

    @Test
    @DisplayName("names the topic and the rights that are missing")
    void namesTheTopicAndTheMissingRights() {
        assertThat(reason(new TopicAuthorizationException(Set.of("my.quotes")))).contains("[my.quotes]", "READ");
    }

    @Test
    @DisplayName("says why a handshake failed")
    void saysWhyAHandshakeFailed() {
        assertThat(reason(new SslAuthenticationException(
                        "SSL handshake failed", new SSLHandshakeException("PKIX path building failed"))))
                .contains("TLS handshake", "PKIX path building failed", "certificates");
    }

    @Test
    @DisplayName("and of nothing that Kafka said is what went wrong at first, under all that Spark wraps it in")
    void findsTheFirstCauseUnderAllWrappers() {
        IllegalStateException cause = new IllegalStateException("the table is gone");
        Exception wrapped = new UncheckedIOException(
                new IOException(new ExecutionException(new SparkException("Job aborted", cause))));
        assertThat(reasonOf(failure(new SparkException("Job aborted", cause)))).isSameAs(cause);
        assertThat(reasonOf(failure(new UncheckedIOException(new IOException("disk full")))))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(reasonOf(failure(wrapped))).isInstanceOf(IOException.class);
        assertThat(reasonOf(failure(new SparkException("Job aborted", null)))).isInstanceOf(SparkException.class);
    }

    private static Throwable reasonOf(StreamingQueryException failure) {
        return FlowFailure.reason(failure, new Stores(List.of()));
    }

    private static String reason(Exception kafka) {
        return String.valueOf(reasonOf(failure(kafka)).getMessage());
    }

    private static StreamingQueryException failure(Exception kafka) {
        String offsets = "{KafkaSource: {\"my.quotes\":{\"0\":5,\"1\":3},\"other\":{\"0\":1}}}";
        return new StreamingQueryException(
                "", "", kafka, offsets, "{}", "none", scala.collection.immutable.Map$.MODULE$.<String, String>empty());
    }
}
