package io.sluice.bench;

/** Sluice itself: from the order to start a pipeline over REST. It makes its table and collection itself. */
final class SluiceDrainer implements Drainer {

    private static final String AS_IT_IS = "SELECT * FROM source";
    private static final String TRANSFORM = "SELECT quote, upper(character) AS character, image, characterDirection"
            + " FROM source WHERE characterDirection <> 'Neither'";
    private static final String STEPS = ", \"maxOffsetsPerTrigger\": 200000";

    private final DrainClient client;
    private final PostgresStore postgres;
    private final MongoStore mongo;
    private final Contender contender;
    private final String transform;

    SluiceDrainer(
            DrainClient client, PostgresStore postgres, MongoStore mongo, Contender contender, boolean transform) {
        this.client = client;
        this.postgres = postgres;
        this.mongo = mongo;
        this.contender = contender;
        this.transform = transform ? TRANSFORM : AS_IT_IS;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        String sinks = contender.mongo() ? contender.postgres() ? "both" : "mongo" : "postgres";
        String bound = contender == Contender.SLUICE_STEPS ? STEPS : "";
        client.create(DrainClient.definition(
                target.name(), target.topic(), bound, transform, DrainClient.sinks(sinks, target.name())));
        try (StoreWatch watch = new StoreWatch(contender, target, postgres, mongo)) {
            window.open();
            client.start(target.name());
            watch.await(() -> client.requireRuns(target.name()));
            window.close();
        }
        client.awaitCompleted(target.name());
        client.check(target.name(), target.records(), target.rejected(), 0);
    }

    @Override
    public void clear(DrainTarget target) {
        client.delete(target.name());
    }
}
