package io.sluice.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.web.OutageSign;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of an answer in parts")
class PartsTest {

    private final Parts parts = new Parts(List.of(new OutageSign("Mongo", ConnectException.class::isInstance)));

    @Test
    @DisplayName("those that can be had are there, and of each other one it is said why not")
    void tellsWhatIsMissing() {
        assertThat(parts.<String>ask("mongo", () -> {
                    throw new IllegalStateException(new ConnectException("refused"));
                }))
                .isNull();
        assertThat(parts.<String>ask("kafka", () -> {
                    throw new ProblemException(ProblemType.PLATFORM_UNAVAILABLE, "Kafka is away.");
                }))
                .isNull();
        assertThat(parts.<String>ask("postgres", () -> {
                    throw new ProblemException(ProblemType.QUERY_TIMEOUT, "Too slow.");
                }))
                .isNull();
        assertThat(parts.ask("ledger", () -> "there")).isEqualTo("there");
        assertThat(parts.unavailable())
                .containsOnlyKeys("mongo", "kafka", "postgres")
                .containsEntry("kafka", "Kafka is away.")
                .containsEntry("postgres", "Too slow.");
        assertThat(parts.unavailable().get("mongo"))
                .startsWith("Mongo cannot be reached")
                .doesNotContain("refused");
    }

    @Test
    @DisplayName("what is the caller's fault or ours is no part that is missing")
    void throwsWhatIsWrong() {
        assertThatThrownBy(() -> parts.ask("kafka", () -> {
                    throw new ProblemException(ProblemType.INVALID_PARAMETER, "no topic");
                }))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> parts.ask("mongo", () -> {
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");
        assertThat(parts.unavailable()).isNull();
    }
}
