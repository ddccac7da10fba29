package io.sluice.web;

import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells an outage of a service that Sluice stands on from a fault of its own. */
enum Outage {
    KAFKA("Kafka"),
    POSTGRES("Postgres"),
    MONGO("Mongo");

    private static final int DEEPEST = 20;

    private final String service;

    Outage(String service) {
        this.service = service;
    }

    /** The service that cannot be reached, if that is what the exception, or one of its causes, says. */
    static Optional<Outage> of(Throwable thrown) {
        if (Causes.find(thrown, OutOfMemoryError.class) != null) {
            return Optional.empty();
        }
        // Spring wraps Mongo's exceptions into the same ones as Postgres's: the innermost cause decides.
        Optional<Outage> found = Optional.empty();
        Throwable cause = first(thrown);
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Outage outage = judge(cause);
            found = outage == null ? found : Optional.of(outage);
            cause = cause.getCause();
        }
        return found;
    }

    /** A transaction on a connection that broke cannot be rolled back either, and that is thrown in place of the cause. */
    private static Throwable first(Throwable thrown) {
        Throwable original =
                thrown instanceof TransactionSystemException rollback ? rollback.getOriginalException() : null;
        return original == null ? thrown : original;
    }

    String detail() {
        return service + " cannot be reached at the moment. Sluice keeps trying; GET /api/v1/platform tells since when "
                + "and why. Repeat the request later.";
    }

    private static @Nullable Outage judge(Throwable cause) {
        if (isKafka(cause)) {
            return KAFKA;
        }
        if (isMongo(cause)) {
            return MONGO;
        }
        return isPostgres(cause) ? POSTGRES : null;
    }

    private static boolean isKafka(Throwable cause) {
        return cause instanceof TimeoutException
                || cause instanceof DisconnectException
                || cause instanceof NetworkException
                || cause instanceof BrokerNotAvailableException
                || cause instanceof LeaderNotAvailableException
                || cause instanceof CoordinatorNotAvailableException
                || cause instanceof NotEnoughReplicasException
                // A host name that nobody resolves; kafka-clients has no type of its own for it.
                || cause instanceof ConfigException
                        && String.valueOf(cause.getMessage()).contains("bootstrap");
    }

    private static boolean isMongo(Throwable cause) {
        return cause instanceof MongoTimeoutException
                || cause instanceof MongoSocketException
                || cause instanceof MongoNotPrimaryException
                || cause instanceof MongoNodeIsRecoveringException;
    }

    private static boolean isPostgres(Throwable cause) {
        return cause instanceof DataAccessResourceFailureException
                || cause instanceof CannotCreateTransactionException
                || cause instanceof CannotGetJdbcConnectionException
                || cause instanceof JDBCConnectionException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLException sql && isConnectionState(sql.getSQLState());
    }

    /** Class 08: connection; 57P0x: the server shuts down or starts; 53300: too many connections. */
    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300"));
    }
}
