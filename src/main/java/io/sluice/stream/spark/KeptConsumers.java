package io.sluice.stream.spark;

import io.sluice.stream.kafka.TokenEndpoint;
import java.time.Duration;
import java.util.Map;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumers of all tasks in this JVM, which wait for their partition's next micro-batch. Thread-safe. */
final class KeptConsumers {

    /** Spark's connector waits as long. */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(KeptConsumers.class);

    private static final GenericKeyedObjectPool<Key, KeptConsumer> POOL =
            new GenericKeyedObjectPool<>(new Factory(), config());

    private KeptConsumers() {}

    /** @param properties of the consumer; each query has a group of its own among them */
    record Key(TopicPartition partition, Map<String, Object> properties) {

        /** The properties have passwords. */
        @Override
        public String toString() {
            return partition.toString();
        }
    }

    /** Two tasks never get the same one, also while both read the same partition. */
    static KeptConsumer borrow(Key key) {
        try {
            return POOL.borrowObject(key);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Opening a consumer failed in a way that Kafka does not name", e);
        }
    }

    static void giveBack(Key key, KeptConsumer consumer) {
        POOL.returnObject(key, consumer);
    }

    /** Closes it in place of giving it back, after an error. */
    static void discard(Key key, KeptConsumer consumer) {
        try {
            POOL.invalidateObject(key, consumer);
        } catch (Exception e) {
            // It is out of the pool all the same, and what went wrong before tells more.
            LOG.debug("A consumer of {} did not close well", key.partition(), e);
        }
    }

    private static GenericKeyedObjectPoolConfig<KeptConsumer> config() {
        GenericKeyedObjectPoolConfig<KeptConsumer> config = new GenericKeyedObjectPoolConfig<>();
        // How many there are is up to the tasks.
        config.setMaxTotal(-1);
        config.setMaxTotalPerKey(-1);
        config.setMaxIdlePerKey(1);
        // Nobody ever waits for one; else the pool would look for who does, in all of its partitions, at each return.
        config.setBlockWhenExhausted(false);
        config.setMinEvictableIdleDuration(LONGEST_IDLE);
        config.setTimeBetweenEvictionRuns(Duration.ofMinutes(1));
        config.setNumTestsPerEvictionRun(-1);
        config.setJmxEnabled(false);
        return config;
    }

    private static final class Factory extends BaseKeyedPooledObjectFactory<Key, KeptConsumer> {

        @Override
        public KeptConsumer create(Key key) {
            TokenEndpoint.allow(key.properties());
            return new KeptConsumer(key.partition(), key.properties());
        }

        @Override
        public PooledObject<KeptConsumer> wrap(KeptConsumer consumer) {
            return new DefaultPooledObject<>(consumer);
        }

        @Override
        public void destroyObject(Key key, PooledObject<KeptConsumer> pooled) {
            pooled.getObject().close();
        }
    }
}
