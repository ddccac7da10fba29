package io.sluice.stream.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.sluice.stream.flow.Offsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a Mongo that does not know that it is the primary no more")
class StalePrimaryTest {

    private static final int NOT_A_REPLICA_SET = 123;
    private static final int OUT_OF_TIME = 50;
    private static final MongoMarks.Mark MARK = new MongoMarks.Mark("c", 3, Offsets.NONE, Offsets.NONE, "");

    private final StalePrimary primary = new StalePrimary();
    private final MongoServer server = new MongoServer(primary);
    private final MongoMarks marks = new MongoMarks(
            new MongoAccess("mongodb://127.0.0.1:" + server.bind().getPort(), "db"));

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    @DisplayName("is not believed before it is asked so that it cannot answer with what it had")
    void asksAgain() {
        marks.replace(7, null, MARK);
        assertThat(marks.of(List.of(7L))).isEmpty();
        assertThat(marks.newest(7)).isEqualTo(Optional.of(MARK));
    }

    @Test
    @DisplayName("and cannot say so is an outage; only one that has no elections is believed at once")
    void cannotSay() {
        marks.replace(7, null, MARK);
        primary.refusal = OUT_OF_TIME;
        assertThatThrownBy(() -> marks.newest(7)).isInstanceOf(MongoException.class);
        primary.refusal = NOT_A_REPLICA_SET;
        assertThat(marks.newest(7)).isEmpty();
    }

    /** Answers as it was before the first mark, unless it has to make sure of it. */
    private static final class StalePrimary extends MemoryBackend {

        private volatile int refusal;

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            if (!command.equals("find")) {
                return super.handleCommand(channel, database, command, query);
            }
            boolean sure =
                    query.get("readConcern") instanceof Document concern && "linearizable".equals(concern.get("level"));
            if (sure && refusal != 0) {
                return new Document("ok", 0).append("code", refusal).append("errmsg", "cannot say");
            }
            return super.handleCommand(
                    channel, database, command, sure ? query : query.append("filter", new Document("_id", -1L)));
        }
    }
}
