package io.sluice.engine.session;

import io.sluice.stream.flow.TriggerSpec;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * Starts a streaming query on a sink object. Spark's public writer finds a sink by its class name and hands it strings;
 * the manager behind it, which is public in the bytecode, takes the object itself, so that nothing secret or large is
 * squeezed through options that Spark prints. See docs/adr/0002-one-pass-sink.md.
 */
public final class QueryStarter {

    /**
     * Only at the end of an epoch does the driver learn how far tasks have got, and look whether the topics are still the
     * same; nothing needs a longer one.
     */
    private static final Duration LONGEST_EPOCH = Duration.ofMinutes(1);

    private QueryStarter() {}

    public static StreamingQuery start(
            Dataset<Row> source, Table sink, String name, String checkpoint, TriggerSpec trigger)
            throws TimeoutException {
        return source.sparkSession()
                .streams()
                .startQuery(
                        Option.apply(name),
                        Option.apply(checkpoint),
                        source,
                        Map$.MODULE$.empty(),
                        sink,
                        OutputMode.Append(),
                        false,
                        true,
                        trigger(trigger),
                        new TriggerClock(trigger.interval()),
                        Option.empty(),
                        Option.empty());
    }

    private static Trigger trigger(TriggerSpec spec) {
        return switch (spec.mode()) {
            case PROCESSING_TIME -> Trigger.ProcessingTime(spec.interval().toMillis());
            case AVAILABLE_NOW -> Trigger.AvailableNow();
            case CONTINUOUS -> Trigger.Continuous(Math.min(spec.interval().toMillis(), LONGEST_EPOCH.toMillis()));
        };
    }
}
