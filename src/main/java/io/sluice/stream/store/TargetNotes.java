package io.sluice.stream.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The note of one target in the ledger, on behalf of one pipeline. Each call is a transaction of its own. */
public interface TargetNotes {

    /** The topics whose records the pipeline writes there. */
    List<String> topics();

    Optional<TargetNote> read() throws SQLException;

    /** Notes that the target is this pipeline's from now on; {@code since} stays if it was. */
    void write(TargetNote note) throws SQLException;

    /** Forgets a target that is gone, or has another name. */
    void forget() throws SQLException;

    /** Fails if another instance has the lease; within somebody's transaction, none gets it until that one ends. */
    void requireLease() throws SQLException;

    /** The same within somebody's transaction, which must be one of the ledger's. */
    TargetNotes in(Connection transaction);
}
