package io.sluice.results.table;

import io.sluice.results.query.Cursor;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.query.SlowQuery;
import io.sluice.stream.flow.Causes;
import io.sluice.stream.jdbc.LedgerOutage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Reads from the ledger's database, each time in one snapshot and with a limit on the time of each query. Thread-safe. */
@Component
public class TableReads {

    /** What it is to a caller. */
    private static final String DATABASE = "Postgres";

    private static final String QUERY_CANCELED = "57014";
    private static final String DATA_EXCEPTION = "22";

    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final Duration limit;

    public TableReads(DataSource dataSource, ResultsSettings settings) {
        this.client = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.limit = settings.queryTimeout();
    }

    /**
     * Runs queries in one transaction.
     *
     * @throws io.sluice.web.ProblemException QUERY_TIMEOUT; INVALID_PARAMETER if a cursor's values do not fit the columns
     */
    public <T> T read(Function<Session, T> reads) {
        Session session = new Session(client);
        try {
            return transaction.execute(status -> {
                begin();
                return reads.apply(session);
            });
        } catch (DataAccessException e) {
            String state = state(e);
            if (state.equals(QUERY_CANCELED)) {
                throw SlowQuery.problem(DATABASE, limit, session.index);
            }
            Optional<Throwable> limited =
                    Causes.of(e).filter(LedgerOutage::isLimit).findFirst();
            if (limited.isPresent()) {
                throw SlowQuery.limited(DATABASE, String.valueOf(limited.get().getMessage()), session.index);
            }
            if (state.startsWith(DATA_EXCEPTION) && session.isByCursor) {
                throw Cursor.foreign();
            }
            throw e;
        }
    }

    /** Takes one snapshot, so that the page's queries fit together; the server itself ends what takes too long. */
    private void begin() {
        client.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").update();
        client.sql("SELECT set_config('statement_timeout', ?, true)")
                .param(limit.toMillis() + "ms")
                .query(String.class)
                .single();
    }

    private static String state(Throwable thrown) {
        return Causes.find(thrown, SQLException.class)
                .map(SQLException::getSQLState)
                .orElse("");
    }

    /** What the reads of one transaction share. */
    public static final class Session {

        private final JdbcClient client;
        private @Nullable String index;
        private boolean isByCursor;

        private Session(JdbcClient client) {
            this.client = client;
        }

        public JdbcClient client() {
            return client;
        }

        /** Sets the statement that a caller is advised to run if the queries to come take too long. */
        public void adviseIndex(String statement) {
            index = statement;
        }

        /** Says that the queries to come have a cursor's values: these are at fault if the server does not take them. */
        void expectCursor() {
            isByCursor = true;
        }

        /** Asks how many rows the planner expects of a query. */
        long estimate(String sql, List<Object> parameters) {
            String plan = client.sql("EXPLAIN (FORMAT JSON) " + sql)
                    .params(parameters)
                    .query(String.class)
                    .single();
            return JsonMapper.shared().readTree(plan).at("/0/Plan/Plan Rows").asLong();
        }
    }
}
