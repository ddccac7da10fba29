package io.sluice.telemetry;

import java.time.Instant;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** What there is to say of Spark, if it is there. */
record SparkStatus(SparkLookup spark) {

    Platform.Spark now() {
        SparkSession session = spark.session().orElse(null);
        if (session == null) {
            return new Platform.Spark(null, null, null, false, false, null, "Spark is starting");
        }
        SparkContext context = session.sparkContext();
        boolean stopped = context.isStopped();
        return new Platform.Spark(
                context.version(),
                context.master(),
                context.uiWebUrl().isDefined() ? context.uiWebUrl().get() : null,
                context.isLocal(),
                !stopped,
                Instant.ofEpochMilli(context.startTime()),
                stopped ? "Spark was stopped; start Sluice again" : null);
    }
}
