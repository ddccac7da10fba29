package io.sluice.pipeline.catalogue;

import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.PipelineState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The rows of {@code sluice.pipelines}. The updates change no version; they need a transaction. */
interface PipelineRepository extends JpaRepository<PipelineEntity, Long> {

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
}
