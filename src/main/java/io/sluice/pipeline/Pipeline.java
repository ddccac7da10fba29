package io.sluice.pipeline;

import io.sluice.engine.FlowRun;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.PipelineActor;
import io.sluice.stream.flow.FlowSpec;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.types.StructType;

/** A pipeline as the running application knows it. Thread-safe. */
final class Pipeline {

    private final long id;
    private final String name;
    private final PipelineActor actor;
    private final ReentrantLock orders = new ReentrantLock();
    private volatile Version current;

    /** One version of a pipeline's definition, and what was found by analysing it. */
    record Version(long number, PipelineDefinition definition, FlowSpec spec, StructType output) {}

    Pipeline(long id, String name, PipelineActor actor, Version current) {
        this.id = id;
        this.name = name;
        this.actor = actor;
        this.current = current;
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    PipelineActor actor() {
        return actor;
    }

    Condition condition() {
        return actor.condition();
    }

    Version current() {
        return current;
    }

    /** Held by whoever changes the pipeline, so that the database and the actor hear of changes in the same order. */
    ReentrantLock orders() {
        return orders;
    }

    void redefine(Version next) {
        current = next;
        actor.replace(new FlowRun(id, name, next.spec()));
    }

    /** Identifies this version of this pipeline among all that ever had its name. */
    String etag() {
        return "\"" + id + "-" + current.number() + "\"";
    }
}
