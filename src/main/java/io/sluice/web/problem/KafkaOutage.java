package io.sluice.web.problem;

import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;

/** Tells an outage of Kafka from every other failure of its client. */
final class KafkaOutage {

    private static final List<Class<?>> AWAY = List.of(
            TimeoutException.class,
            DisconnectException.class,
            NetworkException.class,
            BrokerNotAvailableException.class,
            LeaderNotAvailableException.class,
            CoordinatorNotAvailableException.class,
            NotEnoughReplicasException.class);

    private KafkaOutage() {}

    /** A host name that nobody resolves counts, too; kafka-clients has no type of its own for it. */
    static boolean is(Throwable cause) {
        return AWAY.stream().anyMatch(type -> type.isInstance(cause))
                || cause instanceof ConfigException
                        && String.valueOf(cause.getMessage()).contains("bootstrap");
    }
}
