package io.sluice.stream.store.mongo.layout;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.netty.channel.Channel;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Mongo's answer to listCollections says; the server of the other tests makes ordinary collections only. */
class TargetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{name: 't', type: 'view', options: {viewOn: 'x'}, info: {readOnly: true}}              | a view",
                "{name: 't', type: 'timeseries', options: {timeseries: {timeField: 'at'}}}              | a timeseries",
                "{name: 't', type: 'collection', options: {capped: true, size: 4096}, info: {}}         | a capped collection",
                "{name: 't', type: 'collection', options: {}, info: {readOnly: false}}                  |",
                "{name: 't'}                                                                            |",
            })
    @DisplayName("a collection that forgets, or is none, is told from an ordinary one")
    void oddCollectionsAreToldFromOrdinaryOnes(String collection, String oddity) {
        assertThat(Target.oddity(Document.parse(collection)).orElse(null)).isEqualTo(oddity);
    }

    @Test
    @DisplayName("only the collection of the sink is asked about, however many there are")
    void asksAboutOneCollection() {
        List<Object> filters = new CopyOnWriteArrayList<>();
        MongoServer server = new MongoServer(new MemoryBackend() {
            @Override
            public de.bwaldvogel.mongo.bson.Document handleCommand(
                    Channel channel, String database, String command, de.bwaldvogel.mongo.bson.Document query) {
                if (command.equalsIgnoreCase("listCollections")) {
                    filters.add(String.valueOf(query.get("filter")));
                }
                return super.handleCommand(channel, database, command, query);
            }
        });
        try {
            String uri = "mongodb://127.0.0.1:" + server.bind().getPort();
            MongoStore store = new MongoStore(new MongoAccess(uri, "db"));
            assertThat(store.find(SinkSpec.append(MongoStore.TYPE, "things"))).isEmpty();
        } finally {
            server.shutdownNow();
        }
        assertThat(filters).singleElement().asString().contains("name", "things");
    }
}
