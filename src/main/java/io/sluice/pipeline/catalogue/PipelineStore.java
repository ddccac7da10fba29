package io.sluice.pipeline.catalogue;

import io.sluice.access.audit.AuditLog;
import io.sluice.access.audit.Change;
import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.pipeline.lifecycle.Surroundings.StateStore;
import io.sluice.pipeline.versions.VersionLog;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.letters.DeadLetters;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Pipelines in the database, each call one transaction. Throws PLATFORM_UNAVAILABLE while it is away, and STANDBY
 * instead of changing anything while another instance has the lease.
 */
@Component
public class PipelineStore implements StateStore {

    private final PipelineRepository rows;
    private final LedgerDatabase ledger;
    private final VersionLog versions;
    private final JdbcOperations jdbc;
    private final TransactionTemplate transaction;

    PipelineStore(
            PipelineRepository rows,
            LedgerDatabase ledger,
            VersionLog versions,
            JdbcOperations jdbc,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.ledger = ledger;
        this.versions = versions;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    List<PipelineEntity> all() {
        return inTransaction(rows::findAll);
    }

    /**
     * @param by who gave the definition; null if that is not known
     * @throws ProblemException NAME_TAKEN
     */
    PipelineEntity insert(PipelineEntity row, @Nullable String by) {
        try {
            return changed(() -> saved(row, by));
        } catch (DataIntegrityViolationException e) {
            throw nameTaken(row.name());
        }
    }

    private PipelineEntity saved(PipelineEntity row, @Nullable String by) {
        PipelineEntity saved = rows.saveAndFlush(row);
        within(connection -> {
            long version = versions.add(connection, saved.id(), saved.definition(), saved.updatedAt(), by);
            AuditLog.write(connection, new Change("putPipeline", saved.name(), saved.id(), version, null, null), by);
        });
        return saved;
    }

    /**
     * @param by who gave the definition; null if that is not known
     * @throws ProblemException STALE_VERSION if another request has changed the definition since that version
     */
    public PipelineEntity redefine(
            long id, long version, String definition, String output, Instant now, @Nullable String by) {
        try {
            return changed(() -> {
                PipelineEntity row =
                        rows.findById(id).filter(r -> r.version() == version).orElseThrow(PipelineStore::stale);
                row.redefine(definition, output, now);
                return saved(row, by);
            });
        } catch (OptimisticLockingFailureException e) {
            throw stale();
        }
    }

    public void setDesired(long id, DesiredState desired) {
        change(() -> rows.setDesiredState(id, desired));
    }

    @Override
    public void save(long id, PipelineState state, Instant since, @Nullable LastError error) {
        change(() -> rows.setState(
                id,
                state,
                since,
                error == null ? null : error.type().label(),
                error == null ? null : error.message(),
                error == null ? null : error.at()));
    }

    /**
     * Deletes the pipeline, and with it its progress.
     *
     * @param purge whether its dead letters go, too
     */
    public void delete(long id, String name, boolean purge) {
        change(() -> {
            within(connection -> noteDeletion(connection, id, name));
            rows.deleteById(id);
            if (purge) {
                within(connection -> DeadLetters.purge(connection, name));
            } else {
                within(connection -> DeadLetters.uncount(connection, name));
            }
        });
    }

    /** The versions go with the pipeline; what the audit log says of them stays. */
    private void noteDeletion(Connection connection, long id, String name) throws SQLException {
        AuditLog.keepDefinitions(connection, id, version -> VersionLog.definition(connection, id, version));
        String last = rows.findById(id).map(PipelineEntity::definition).orElse(null);
        AuditLog.write(connection, new Change("deletePipeline", name, id, null, last, null));
    }

    /** What is done on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs statements of other rooms in a transaction of their own that holds the lease. */
    public <T> T holdingLease(Work<T> work) {
        return changed(() -> Objects.requireNonNull(jdbc.execute(work::on)));
    }

    /** @throws ProblemException STANDBY */
    public void requireLease() {
        change(() -> {});
    }

    static ProblemException nameTaken(String name) {
        return new ProblemException(
                ProblemType.NAME_TAKEN,
                "A pipeline named '" + name + "' exists already. Choose another name, or replace it with PUT.");
    }

    private static ProblemException stale() {
        return new ProblemException(
                ProblemType.STALE_VERSION,
                "The pipeline has been changed by another request. Get it again and repeat the change.");
    }

    private void change(Runnable work) {
        Database.reach(() -> transaction.executeWithoutResult(status -> {
            holdLease();
            work.run();
        }));
    }

    private <T> T changed(Supplier<T> work) {
        return inTransaction(() -> {
            holdLease();
            return work.get();
        });
    }

    private void holdLease() {
        within(ledger::requireLease);
    }

    private interface Statements {
        void run(Connection connection) throws SQLException;
    }

    /** Runs statements of other rooms in the transaction that is open. */
    private void within(Statements statements) {
        jdbc.execute((Connection connection) -> {
            statements.run(connection);
            return true;
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Database.reach(() -> transaction.execute(status -> work.get()));
    }
}
