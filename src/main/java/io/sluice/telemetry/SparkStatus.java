package io.sluice.telemetry;

import io.sluice.telemetry.SparkLookup.Trouble;
import java.time.Instant;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What there is to say of Spark. */
record SparkStatus(SparkLookup spark) {

    Platform.Spark now() {
        SparkContext context = spark.session().map(SparkSession::sparkContext).orElse(null);
        Trouble trouble = trouble(context);
        Instant startedAt = context == null ? null : Instant.ofEpochMilli(context.startTime());
        return new Platform.Spark(
                org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                spark.master(),
                context != null && context.uiWebUrl().isDefined()
                        ? context.uiWebUrl().get()
                        : null,
                spark.master().startsWith("local"),
                context != null && trouble == null,
                spark.executors().isPresent() ? spark.executors().getAsInt() : null,
                trouble == null ? startedAt : trouble.since(),
                trouble == null ? (context == null ? "Spark is starting" : null) : trouble.reason());
    }

    private @Nullable Trouble trouble(@Nullable SparkContext context) {
        return spark.trouble()
                .orElseGet(() -> context != null && context.isStopped()
                        ? new Trouble(
                                "Spark was stopped; start Sluice again", Instant.ofEpochMilli(context.startTime()))
                        : null);
    }
}
