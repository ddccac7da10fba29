package io.sluice;

import io.sluice.demo.DemoPipeline;
import io.sluice.embedded.DataDirectory;
import io.sluice.engine.Instance;
import io.sluice.engine.session.Checkpoints;
import io.sluice.engine.session.JarDirectory;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.pipeline.startup.BuiltInPipelines;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.Formats;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.telemetry.SparkLookup;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Joins rooms that do not know each other, and says which formats and stores there are. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    @Bean
    Instance instance() {
        return Instance.ofThisProcess();
    }

    @Bean
    Checkpoints checkpoints(@Value("${sluice.checkpoint-location:}") String configured, DataDirectory data) {
        return new Checkpoints(
                configured.isBlank() ? data.resolve("checkpoints").toString() : configured);
    }

    @Bean
    @Order(1)
    Store postgresStore(LedgerAccess access) {
        return new PostgresStore(access);
    }

    @Bean
    @Order(2)
    Store mongoStore(MongoAccess access) {
        return new MongoStore(access);
    }

    @Bean
    Stores stores(ObjectProvider<Store> all) {
        return new Stores(all.orderedStream().toList());
    }

    /** The first one is that of a definition which names none. */
    @Bean
    @Order(1)
    Format jsonFormat() {
        return new JsonFormat();
    }

    @Bean
    Formats formats(ObjectProvider<Format> all) {
        return new Formats(all.orderedStream().toList());
    }

    @Bean
    DemoPipeline demoPipeline(BuiltInPipelines pipelines) {
        return pipelines::createIfAbsent;
    }

    @Bean
    JarDirectory jarDirectory(DataDirectory data, Formats formats, Stores stores) {
        Stream<Class<?>> ofFormats = formats.all().stream().flatMap(format -> format.libraries().stream());
        Stream<Class<?>> ofStores = stores.all().stream().flatMap(store -> store.libraries().stream());
        return new JarDirectory(
                data.resolve("spark-jars"),
                Stream.concat(ofFormats, ofStores).distinct().toList());
    }

    @Bean
    SparkLookup sparkLookup(SparkRuntime spark) {
        return new SparkLookup() {
            @Override
            public String master() {
                return spark.master();
            }

            @Override
            public Optional<SparkSession> session() {
                return spark.sessionIfUp();
            }

            @Override
            public OptionalInt executors() {
                return spark.executors();
            }

            @Override
            public Optional<Trouble> trouble() {
                return spark.trouble().map(now -> new Trouble(now.reason(), now.since()));
            }
        };
    }
}
