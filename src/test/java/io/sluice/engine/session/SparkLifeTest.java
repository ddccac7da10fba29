package io.sluice.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.SparkUnavailableException;
import io.sluice.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is known of a Spark on a cluster")
class SparkLifeTest {

    private final SparkSession session = TestSpark.session();
    private final List<String> losses = new ArrayList<>();
    private final SparkLife life = new SparkLife();

    SparkLifeTest() {
        life.onLoss(loss -> losses.add(loss.getMessage()));
    }

    @Test
    @DisplayName("gives a session at once, and one that can compute only with an executor")
    void waits() {
        life.up(session);
        assertThat(life.session(false, 0)).isSameAs(session);
        assertThatThrownBy(() -> life.session(true, 0))
                .isInstanceOf(SparkUnavailableException.class)
                .hasMessage("Spark has no executor yet");
        life.works(2);
        assertThat(life.session(true, 0)).isSameAs(session);
        assertThat(life.executors()).isEqualTo(2);
        assertThat(losses).isEmpty();
    }

    @Test
    @DisplayName("without an executor it tells everybody once, still analyses, and is well again with the first one")
    void starves() {
        life.up(session);
        life.works(1);
        life.starves("no worker");
        life.starves("no worker, and no master");
        assertThat(losses).containsExactly("no worker");
        assertThat(life.session(false, 0)).isSameAs(session);
        assertThatThrownBy(() -> life.session(true, 0)).hasMessage("no worker, and no master");
        assertThat(life.executors()).isZero();
        life.works(1);
        assertThat(life.trouble()).isEmpty();
        assertThat(life.session(true, 0)).isSameAs(session);
    }

    @Test
    @DisplayName("a lost session is given to nobody, and a new one only computes when it has an executor")
    void lost() {
        life.up(session);
        life.works(1);
        life.lost("the master is away");
        assertThat(losses).containsExactly("the master is away");
        assertThat(life.sessionIfUp()).isEmpty();
        assertThatThrownBy(() -> life.session(false, 0)).hasMessage("the master is away");
        life.up(session);
        assertThatThrownBy(() -> life.session(true, 0)).hasMessage("the master is away");
        life.works(1);
        assertThat(life.session(true, 0)).isSameAs(session);
    }
}
