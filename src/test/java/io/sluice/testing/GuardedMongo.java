package io.sluice.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;

/**
 * The stand-in for Mongo, in memory and behind a login by SCRAM-SHA-256, as RFC 7677 has it for Mongo and Kafka alike; or by
 * whoever has shown a certificate to what stands before it.
 */
public final class GuardedMongo implements AutoCloseable {

    private static final int ITERATIONS = 15_000;
    private static final Set<String> OPEN_TO_ALL = Set.of("ismaster", "isMaster", "hello", "buildInfo", "endSessions");

    private final Backend backend = new Backend();
    private final MongoServer server = new MongoServer(backend);
    private volatile String password;

    /** Runs, on a port of its own. */
    public GuardedMongo(String password) {
        this.password = password;
        server.bind();
    }

    public int port() {
        return server.getLocalAddress().getPort();
    }

    /** Whoever comes from now on needs this one. */
    public void change(String to) {
        password = to;
        backend.known.clear();
    }

    /** From now on, or no more, nobody may send this command. */
    public void deny(String command, boolean denied) {
        backend.denied = denied ? Set.of(command) : Set.of();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Backend extends MemoryBackend {

        private final Map<Channel, SaslServer> conversations = new ConcurrentHashMap<>();
        private final Set<Channel> known = ConcurrentHashMap.newKeySet();
        private volatile Set<String> denied = Set.of();

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            if (OPEN_TO_ALL.contains(command)) {
                return super.handleCommand(channel, database, command.equals("hello") ? "ismaster" : command, query);
            }
            switch (command) {
                case "saslStart":
                    conversations.put(channel, conversation());
                    return answer(channel, query);
                case "saslContinue":
                    return answer(channel, query);
                case "authenticate":
                    known.add(channel);
                    return new Document("ok", 1.0).append("dbname", "$external").append("user", query.get("user"));
                default:
                    return denied.contains(command) || !known.contains(channel)
                            ? error(13, "Unauthorized", "not authorized on " + database + " to execute " + command)
                            : super.handleCommand(channel, database, command, query);
            }
        }

        private Document answer(Channel channel, Document query) {
            SaslServer conversation = conversations.get(channel);
            try {
                byte[] answer = conversation.evaluateResponse(((BinData) query.get("payload")).getData());
                if (conversation.isComplete()) {
                    known.add(channel);
                }
                return new Document("conversationId", 1)
                        .append("done", conversation.isComplete())
                        .append("payload", new BinData(answer))
                        .append("ok", 1.0);
            } catch (SaslException | org.apache.kafka.common.KafkaException e) {
                return error(18, "AuthenticationFailed", "Authentication failed.");
            }
        }

        private SaslServer conversation() {
            CallbackHandler users = callbacks -> {
                for (Callback each : callbacks) {
                    if (each instanceof ScramCredentialCallback wanted) {
                        wanted.scramCredential(credential());
                    }
                }
            };
            try {
                return new ScramSaslServer(ScramMechanism.SCRAM_SHA_256, Map.of(), users);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private ScramCredential credential() {
            try {
                return new ScramFormatter(ScramMechanism.SCRAM_SHA_256).generateCredential(password, ITERATIONS);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Document error(int code, String name, String message) {
            return new Document("ok", 0.0)
                    .append("errmsg", message)
                    .append("code", code)
                    .append("codeName", name);
        }
    }
}
