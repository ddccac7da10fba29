package io.sluice.telemetry.mongo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of Mongo")
class MongoCheckTest {

    @Test
    @DisplayName("fails while nobody answers, and says so without the driver's view of the cluster")
    void saysThatNobodyAnswers() {
        MongoClientSettings nowhere = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://127.0.0.1:1"))
                .build();
        try (MongoCheck check = new MongoCheck(nowhere, Duration.ofMillis(200))) {
            assertThatThrownBy(check::run)
                    .hasMessageStartingWith("Timed out")
                    .hasMessageNotContaining("Client view of cluster state");
        }
    }
}
