package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One or two sinks of Kafka Connect: from the order to a connector that is there to start its tasks. */
final class ConnectDrainer implements Drainer {

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
        try (StoreWatch watch = new StoreWatch(contender, target, postgres, mongo)) {
            window.open();
            for (String name : connectors(target)) {
                worker.resume(name);
            }
            watch.await(() -> connectors(target).forEach(worker::check));
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

    @Override
    public void clear(DrainTarget target) {
        connectors(target).forEach(worker::delete);
    }
}
