package io.sluice.pipeline.catalogue;

import io.sluice.engine.FlowRun;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.PipelineActor;
import io.sluice.stream.flow.FlowSpec;
import java.util.function.Supplier;
import org.apache.spark.sql.types.StructType;

/** A pipeline as the running application knows it. Thread-safe. */
public final class Pipeline {

    private final long id;
    private final String name;
    private final PipelineActor actor;
    private final Object changes = new Object();
    private volatile Version current;

    /** One version of a pipeline's definition, and what was found by analysing it. */
    public record Version(long number, PipelineDefinition definition, FlowSpec spec, StructType output) {}

    Pipeline(long id, String name, PipelineActor actor, Version current) {
        this.id = id;
        this.name = name;
        this.actor = actor;
        this.current = current;
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public PipelineActor actor() {
        return actor;
    }

    public Condition condition() {
        return actor.condition();
    }

    public Version current() {
        return current;
    }

    /** Does one change at a time, so that the database and the actor learn of changes in the same order. */
    public <T> T serially(Supplier<T> change) {
        synchronized (changes) {
            return change.get();
        }
    }

    public void serially(Runnable change) {
        synchronized (changes) {
            change.run();
        }
    }

    /** The pipeline as the engine runs it, in this version. */
    public FlowRun run() {
        return new FlowRun(id, name, current.spec());
    }

    void redefine(Version next) {
        current = next;
        actor.replace(run());
    }

    /** Identifies this version of this pipeline among all that ever had its name. */
    public String etag() {
        return "\"" + id + "-" + current.number() + "\"";
    }
}
