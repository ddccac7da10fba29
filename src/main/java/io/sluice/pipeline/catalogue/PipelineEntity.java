package io.sluice.pipeline.catalogue;

import io.sluice.pipeline.lifecycle.DesiredState;
import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.sluice.pipeline.lifecycle.Remembered;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sluice.pipelines}. The version counts definitions: states are changed by statements that leave it
 * alone, or an editor's {@code If-Match} would fail whenever the pipeline retries.
 */
@Entity
@Table(schema = "sluice", name = "pipelines")
class PipelineEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Version
    private long version;

    private String name;

    @JdbcTypeCode(SqlTypes.JSON)
    private String definition;

    @JdbcTypeCode(SqlTypes.JSON)
    private String output;

    @Enumerated(EnumType.STRING)
    @Column(name = "desired_state")
    private DesiredState desiredState;

    @Enumerated(EnumType.STRING)
    private PipelineState state;

    @Column(name = "state_since")
    private Instant stateSince;

    @Column(name = "error_type")
    private @Nullable String errorType;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    @Column(name = "error_at")
    private @Nullable Instant errorAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    /** JPA needs a constructor without arguments. */
    @SuppressWarnings("NullAway.Init")
    protected PipelineEntity() {}

    PipelineEntity(String name, String definition, String output, DesiredState desired, Instant now) {
        this.name = name;
        this.definition = definition;
        this.output = output;
        this.desiredState = desired;
        this.state = PipelineState.CREATED;
        this.stateSince = now;
        this.createdAt = now;
        this.updatedAt = now;
    }

    void redefine(String newDefinition, String newOutput, Instant now) {
        definition = newDefinition;
        output = newOutput;
        updatedAt = now;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("Pipeline " + name + " has not been saved yet");
        }
        return id;
    }

    long version() {
        return version;
    }

    String name() {
        return name;
    }

    String definition() {
        return definition;
    }

    String output() {
        return output;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    Remembered remembered() {
        LastError error = errorType == null || errorAt == null
                ? null
                : new LastError(LastError.Kind.labelled(errorType), errorMessage == null ? "" : errorMessage, errorAt);
        return new Remembered(desiredState, state, stateSince, error);
    }
}
