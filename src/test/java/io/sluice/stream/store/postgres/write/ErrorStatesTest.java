package io.sluice.stream.store.postgres.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.store.postgres.PostgresTrial;
import io.sluice.stream.store.postgres.PostgresTrial.Row;
import io.sluice.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorStatesTest {

    private static final List<String> OF_ROWS = List.of(
            "09000", "20000", "21000", "22000", "22P02", "23000", "23001", "23P01", "27000", "38000", "39000", "44000",
            "45000", "54000", "54001", "P0001", "P0002", "P0004", "U0001", "99999");
    private static final List<String> OF_SERVER = List.of(
            "08006", "0A000", "25006", "40001", "40P01", "42501", "42P01", "53100", "53200", "55P03", "57014", "57P01",
            "58030", "XX000");

    /** A trigger that raises the state that a row holds, met by COPY (before) or at the end of a statement (after). */
    private static PostgresTrial raising(String when) throws Exception {
        PostgresTrial trial = PostgresTrial.append("s STRING").prepared();
        trial.execute("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.s <> '' THEN"
                + " RAISE EXCEPTION 'raised' USING ERRCODE = NEW.s; END IF; RETURN NEW; END$$");
        trial.execute("CREATE TRIGGER no " + when + " INSERT ON t FOR EACH ROW EXECUTE FUNCTION no()");
        return trial;
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE", "AFTER"})
    @DisplayName("what a row holds, and whatever a user's trigger makes of it, refuses the row alone")
    void ofRows(String when) throws Exception {
        PostgresTrial trial = raising(when);
        for (String state : OF_ROWS) {
            trial.execute("TRUNCATE t");
            trial.write(Row.of(0, ""), Row.of(1, state), Row.of(2, ""));
            assertThat(trial.refused).as(state).containsOnlyKeys("1/0");
            assertThat(trial.query("SELECT _offset FROM t ORDER BY 1")).containsExactly("0", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE", "AFTER"})
    @DisplayName("what the server or the table cannot do now fails the task, also in the midst of sifting")
    void ofServer(String when) throws Exception {
        PostgresTrial trial = raising(when);
        for (String state : OF_SERVER) {
            assertFails(state, trial, Row.of(0, ""), Row.of(1, state));
            assertThat(trial.refused).isEmpty();
            assertFails(state, trial, Row.of(0, "P0001"), Row.of(1, ""), Row.of(2, state));
            assertThat(trial.count()).isZero();
        }
    }

    private static void assertFails(String state, PostgresTrial trial, Row... rows) {
        assertThatThrownBy(() -> trial.write(rows))
                .as(state)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    @DisplayName(
            "tasks that insert the same unique values crosswise: one fails whole, and run again it is refused them")
    void crosswiseInsertsFailOneTaskWhole() throws Exception {
        PostgresTrial trial = PostgresTrial.append("code INT").prepared();
        trial.execute("ALTER TABLE t ADD UNIQUE (code)");
        try (Connection one = TestPostgres.connect(trial.access);
                Connection two = TestPostgres.connect(trial.access)) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            trial.write(one, List.of(Row.of(0, 1)));
            trial.write(two, List.of(Row.of(10, 2)));
            CompletableFuture<String> first = async(trial, one, List.of(Row.of(1, 2)));
            CompletableFuture<String> second = async(trial, two, List.of(Row.of(11, 1)));
            assertThat(List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder("committed", "40P01");
            assertThat(trial.refused).isEmpty();
            boolean firstFailed = first.join().equals("40P01");
            trial.write(firstFailed ? List.of(Row.of(0, 1), Row.of(1, 2)) : List.of(Row.of(10, 2), Row.of(11, 1)));
            assertThat(trial.refused).hasSize(2);
            assertThat(trial.query("SELECT code FROM t ORDER BY 1")).containsExactly("1", "2");
        }
    }

    /** Ends the transaction, so that what waits for it goes on. */
    private static CompletableFuture<String> async(PostgresTrial trial, Connection task, List<Row> rows) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                trial.write(task, rows);
                task.commit();
                return "committed";
            } catch (Exception e) {
                rollback(task);
                return e instanceof SQLException sql ? sql.getSQLState() : e.toString();
            }
        });
    }

    private static void rollback(Connection task) {
        try {
            task.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
