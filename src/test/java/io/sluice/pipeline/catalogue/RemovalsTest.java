package io.sluice.pipeline.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.pipeline.FakeEngine;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.file.FileStore;
import io.sluice.testing.TestStores;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonDocument;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A removal that fails")
class RemovalsTest {

    private final FakeEngine engine = new FakeEngine();
    private final Stores stores = withThird();
    private final PipelineRegistry registry = new PipelineRegistry(stores);
    private final Removals removals = new Removals(registry, engine, engine, stores);
    private final Pipeline pipeline = new Pipeline(
            7, "p", null, new Pipeline.Version(0, null, new FlowSpec(null, null, List.of(), null), new StructType()));

    private static Stores withThird() {
        List<Store> all = new ArrayList<>(TestStores.nowhere().all());
        all.add(new FileStore(Path.of("target")));
        return new Stores(all);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new SQLException("refused", "08001"), ProblemType.PLATFORM_UNAVAILABLE),
                Arguments.of(new SQLException("lock timeout", "55P03"), ProblemType.PLATFORM_UNAVAILABLE),
                Arguments.of(new MongoTimeoutException("away"), ProblemType.PLATFORM_UNAVAILABLE),
                Arguments.of(new IOException("the directory is not mounted"), ProblemType.PLATFORM_UNAVAILABLE),
                Arguments.of(
                        new IllegalStateException(new IOException("not mounted")), ProblemType.PLATFORM_UNAVAILABLE),
                Arguments.of(new SQLException("a view depends on it", "2BP01"), ProblemType.INCOMPATIBLE_CHANGE),
                Arguments.of(
                        new MongoCommandException(new BsonDocument(), new ServerAddress()),
                        ProblemType.INCOMPATIBLE_CHANGE),
                Arguments.of(
                        new MongoSecurityException(null, "the password is wrong"), ProblemType.INCOMPATIBLE_CHANGE),
                Arguments.of(new NotOwnerException(), ProblemType.STANDBY));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("is an outage or a refusal by what the store says that it is, whichever store it is")
    void isJudgedByItsStore(Exception failure, ProblemType type) {
        assertThat(removals.failed(pipeline, failure))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    @Test
    @DisplayName("stays what it is if no store explains it")
    void staysAFault() {
        NullPointerException bug = new NullPointerException("a bug");

        assertThat(removals.failed(pipeline, bug)).isSameAs(bug);
    }

    @Test
    @DisplayName("is looked for beforehand, which tells a store that is away from a fault of Sluice")
    void isLookedFor() {
        registry.open(List.of(pipeline));
        engine.storesAreAway(true);
        assertThatThrownBy(() -> removals.look("p", Leaving.NOTHING))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.PLATFORM_UNAVAILABLE));
        engine.storesAreAway(false);
        NullPointerException bug = new NullPointerException("a bug");
        engine.onLook(() -> {
            throw bug;
        });
        assertThatThrownBy(() -> removals.look("p", Leaving.NOTHING)).isSameAs(bug);
    }
}
