package io.sluice.bench;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end that all drains have in common: the last record of every partition is visible in the table, and the collection's
 * own figures have all. Looked for every 20 ms, which costs the stores next to nothing.
 */
final class StoreWatch implements AutoCloseable {

    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Contender contender;
    private final DrainTarget target;
    private final PostgresStore.@Nullable Watch postgres;
    private final @Nullable MongoStore mongo;

    StoreWatch(Contender contender, DrainTarget target, PostgresStore postgres, MongoStore mongo) throws Exception {
        this.contender = contender;
        this.target = target;
        this.postgres = contender.postgres() ? postgres.watch(target) : null;
        this.mongo = contender.mongo() ? mongo : null;
    }

    interface Check {

        void pass() throws Exception;
    }

    /** @param check that it still runs, made every two seconds; throws if it does not */
    void await(Check check) throws Exception {
        long[] checked = {System.nanoTime()};
        Patience.await(contender.label(), target.records(), () -> {
            if (System.nanoTime() - checked[0] > CHECK_NANOS) {
                check.pass();
                checked[0] = System.nanoTime();
            }
            return isDone();
        });
    }

    private boolean isDone() throws Exception {
        return (postgres == null || postgres.isDone())
                && (mongo == null || mongo.estimate(target.name()) >= target.stored());
    }

    @Override
    public void close() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }
}
