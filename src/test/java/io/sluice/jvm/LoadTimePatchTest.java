package io.sluice.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.antlr.v4.runtime.RuntimeMetaData;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadTimePatchTest {

    @Test
    @DisplayName("Spark's SQL parser works on the ANTLR runtime that Hibernate needs")
    void sparkParsesSql() {
        assertThat(TestSpark.session()
                        .sql("SELECT upper('ü' || 'x') AS a, 1.5 AS b WHERE 1 < 2")
                        .collectAsList()
                        .get(0)
                        .getString(0))
                .isEqualTo("ÜX");
    }

    @Test
    @DisplayName("ANTLR says nothing of the parsers that the patch fits to it, and speaks up about others")
    void warnsOfOtherParsers() {
        PrintStream stderr = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            RuntimeMetaData.checkVersion("4.9.3", "4.9.3");
            assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
            RuntimeMetaData.checkVersion("4.7.2", "4.7.2");
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("4.7.2");
        } finally {
            System.setErr(stderr);
        }
    }

    @Test
    @DisplayName("Hibernate's query parser works beside it")
    void hibernateParsesQueries() {
        assertThat(org.hibernate.grammars.hql.HqlLexer._ATN.maxTokenType).isPositive();
    }

    @Test
    @DisplayName("the Kafka connector finds the method that kafka-clients 4 dropped")
    void describesAllTopics() throws Exception {
        assertThat(DescribeTopicsResult.class.getMethod("all").getReturnType()).isEqualTo(KafkaFuture.class);
    }

    @Test
    @DisplayName("applying it again does nothing")
    void isIdempotent() {
        LoadTimePatch.apply();
    }
}
