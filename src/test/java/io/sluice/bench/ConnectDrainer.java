package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One or two sinks of Kafka Connect: from the order to a connector that is there to start its tasks, until the last
 * record is visible.
 */
final class ConnectDrainer implements Drainer {

    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ConnectWorker worker;
    private final PostgresStore postgres;
    private final MongoStore mongo;
    private final Contender contender;

    ConnectDrainer(ConnectWorker worker, PostgresStore postgres, MongoStore mongo, Contender contender) {
        this.worker = worker;
        this.postgres = postgres;
        this.mongo = mongo;
        this.contender = contender;
    }

    private List<String> connectors(DrainTarget target) {
        List<String> names = new ArrayList<>();
        if (contender.postgres()) {
            names.add(target.name() + "_postgres");
        }
        if (contender.mongo()) {
            names.add(target.name() + "_mongo");
        }
        return names;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        postgres.create(target.name());
        for (String name : connectors(target)) {
            worker.prepare(name, settings(name, target));
        }
        try (PostgresStore.Watch watch = postgres.watch(target)) {
            window.open();
            for (String name : connectors(target)) {
                worker.resume(name);
            }
            await(target, watch);
            window.close();
        }
    }

    private Map<String, String> settings(String name, DrainTarget target) {
        if (!name.endsWith("_mongo")) {
            return Connectors.debezium(postgres.access(), target);
        }
        return contender == Contender.MONGO_CONNECTOR_IDS
                ? Connectors.mongoWithIds(mongo.access(), target)
                : Connectors.mongo(mongo.access(), target);
    }

    private void await(DrainTarget target, PostgresStore.Watch watch) throws Exception {
        long[] checked = {System.nanoTime()};
        Patience.await(contender.label(), target.records(), () -> {
            if (System.nanoTime() - checked[0] > CHECK_NANOS) {
                connectors(target).forEach(worker::check);
                checked[0] = System.nanoTime();
            }
            return (!contender.postgres() || watch.isDone())
                    && (!contender.mongo() || mongo.estimate(target.name()) >= target.stored());
        });
    }

    @Override
    public void clear(DrainTarget target) {
        connectors(target).forEach(worker::delete);
    }
}
