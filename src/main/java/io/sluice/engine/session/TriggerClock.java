package io.sluice.engine.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.util.SystemClock;

/**
 * The clock by which Spark waits for a query's next micro-batch, or epoch. Spark's own waits until the machine's clock
 * shows a time: for a day if that clock is set back by one.
 */
final class TriggerClock extends SystemClock {

    private final long longestMillis;

    /** @param longest from one trigger to the next */
    TriggerClock(Duration longest) {
        this.longestMillis = longest.toMillis();
    }

    @Override
    public long waitTillTime(long targetTime) {
        long millis = Math.min(targetTime - getTimeMillis(), longestMillis);
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            // Spark stops the query; it looks for that before the next trigger.
            Thread.currentThread().interrupt();
        }
        return getTimeMillis();
    }
}
