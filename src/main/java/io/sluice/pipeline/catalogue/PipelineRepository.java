package io.sluice.pipeline.catalogue;

import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.PipelineState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;

/** The rows of {@code sluice.pipelines}. The updates change no version; they need a transaction. */
interface PipelineRepository extends JpaRepository<PipelineEntity, Long> {

    /**
     * Keeps the lease from changing hands until the transaction ends; Postgres ends one that stalls in the middle.
     *
     * @return empty if another instance has it
     */
    @NativeQuery("""
            select set_config('idle_in_transaction_session_timeout', '10s', true)
            from sluice.owner where instance = :instance for key share""")
    Optional<String> holdLease(UUID instance);

    @Modifying
    @Query("update PipelineEntity p set p.desiredState = :desired where p.id = :id")
    void setDesiredState(long id, DesiredState desired);

    @Modifying
    @Query("""
            update PipelineEntity p
            set p.state = :state, p.stateSince = :since,
                p.errorType = :errorType, p.errorMessage = :errorMessage, p.errorAt = :errorAt
            where p.id = :id
            """)
    void setState(
            long id,
            PipelineState state,
            Instant since,
            @Nullable String errorType,
            @Nullable String errorMessage,
            @Nullable Instant errorAt);

    @Modifying
    @NativeQuery("delete from sluice.dead_letters where pipeline = :name")
    void deleteDeadLetters(String name);

    /** For a pipeline that is deleted: one that gets its name counts from the beginning. */
    @Modifying
    @NativeQuery("update sluice.dead_letters set counted = false where pipeline = :name")
    void uncountDeadLetters(String name);
}
