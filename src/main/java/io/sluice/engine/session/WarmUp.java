package io.sluice.engine.session;

import io.sluice.stream.transform.Transforms;
import io.sluice.stream.transform.fault.InvalidTransformException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Spark analyse a SELECT before anybody waits for one. The first loads some thousand classes, which takes seconds; the
 * second takes milliseconds.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    static void run(SparkSession root) {
        try {
            Transforms.analyse(
                    FlowSessions.open(root),
                    StructType.fromDDL("text STRING, number INT"),
                    "SELECT upper(text) AS word, number + 1 AS size FROM source WHERE text IS NOT NULL");
        } catch (InvalidTransformException | RuntimeException e) {
            // Whoever asks next is told.
            LOG.debug("Spark could not be warmed up", e);
        }
    }
}
