package io.sluice.engine;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Standing;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the ledger says about pipelines; changes nothing. Thread-safe. Each throws a {@link
 * org.springframework.dao.DataAccessException} if its database cannot be reached.
 */
public interface LedgerView {

    /** The next offset to read of each partition; none before the first start. */
    Offsets positions(long pipelineId);

    /** What became of the pipeline's records so far. */
    Counters counters(long pipelineId, FlowSpec spec);

    /** What it says of all pipelines, by id, in one query; those never started are missing. */
    Map<Long, Standing> standings();

    /**
     * How many of these dead letters the pipeline has; empty if they are too many to count in some seconds.
     */
    OptionalLong deadLetters(String pipeline, LetterSelection selection);
}
