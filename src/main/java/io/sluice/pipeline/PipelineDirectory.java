package io.sluice.pipeline;

import io.sluice.stream.flow.SinkSpec;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** How other rooms find a pipeline by its name. Thread-safe. */
public interface PipelineDirectory {

    /** @throws io.sluice.web.ProblemException PIPELINE_NOT_FOUND, or PLATFORM_UNAVAILABLE while the database is away, or STANDBY */
    StoredPipeline get(String name);

    /**
     * What another room needs to know of a pipeline.
     *
     * @param id under which the ledger and the dead letters keep its rows
     * @param output the columns that its stores have, beside the position
     */
    record StoredPipeline(long id, String name, StructType output, List<SinkSpec> sinks) {}
}
