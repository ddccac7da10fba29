package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A position without a row")
class WhereaboutsTest {

    Shelf shelf = new Shelf("a STRING", WriteMode.APPEND);

    @Test
    @DisplayName("was rejected: the answer names stage, reason and where its bytes are, for the store that refused it")
    void rejectionNamesStageReasonAndPlaceOfTheBytes() {
        shelf.reached(10, 0);
        shelf.reject("p", 3, "decode", null, null, "2024-01-01T00:00:00Z");
        shelf.reject("p", 4, "mongo", null, null, "2024-01-01T00:00:00Z");

        assertThat(why("postgres/t/0/3"))
                .contains("rejected at the stage 'decode': why.", "/api/v1/pipelines/p/dead-letters?stage=decode");
        assertThat(why("mongo/t/0/3")).contains("rejected at the stage 'decode'");
        assertThat(why("mongo/t/0/4")).contains("rejected at the stage 'mongo': why.");
        assertThat(why("postgres/t/0/4")).doesNotContain("rejected");
    }

    @Test
    @DisplayName("was not read yet: the answer names the pipeline's next offset")
    void notRead() {
        shelf.reached(10, 0);
        assertThat(why("postgres/t/0/10")).contains("not been read yet", "continues in this partition at offset 10");
        assertThat(why("mongo/t/0/9")).doesNotContain("not been read yet");
    }

    @Test
    @DisplayName("may have been filtered only if the transform has filtered something in its partition")
    void mayBeFilteredOnlyWhereSomethingWasFiltered() {
        shelf.reached(10, 0);
        assertThat(why("postgres/t/0/5"))
                .contains("has passed it", "no record here")
                .doesNotContain("filtered it out");
        shelf.postgres.sql("UPDATE sluice.progress SET filtered = 2").update();
        assertThat(why("postgres/t/0/5")).contains("filtered it out (2 records");
        assertThat(why("postgres/t/0/5")).doesNotContain("overwritten", "ordinal");
        assertThat(shelf.get("p/results/postgres/t/0/5", "ordinal", "1")
                        .body()
                        .path("detail")
                        .asString())
                .contains("no row of this ordinal");
    }

    @Test
    @DisplayName("is in a topic or a partition that the pipeline has not read")
    void topicOrPartitionWasNotRead() {
        assertThat(why("postgres/t/0/5")).contains("never read the topic 't'");
        shelf.reached(10, 0);
        assertThat(why("postgres/t/7/5")).contains("1 partitions of this topic, from 0 to 0");
        assertThat(why("mongo/u/0/5")).contains("never read the topic 'u'");
    }

    @Test
    @DisplayName("may have been overwritten in upsert mode")
    void mayBeOverwrittenInUpsertMode() {
        Shelf upsert = new Shelf("k STRING", WriteMode.UPSERT, "k");
        upsert.reached(10, 0);
        assertThat(upsert.get("p/results/mongo/t/0/5").body().path("detail").asString())
                .contains("a newer record of its key has overwritten it");
    }

    private String why(String position) {
        Shelf.Answer answer = shelf.get("p/results/" + position);
        assertThat(answer.status()).isEqualTo(404);
        return answer.body().path("detail").asString();
    }
}
