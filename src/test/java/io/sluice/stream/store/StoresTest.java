package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.file.FileStore;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoresTest {

    private final Store files = new FileStore(Path.of("nowhere"));
    private final Store mongo = new MongoStore(new MongoAccess("mongodb://127.0.0.1:1", "nowhere"));

    @Test
    void storesAreFoundByTheirTypeInTheirOrder() {
        Stores stores = new Stores(List.of(files, mongo));
        assertThat(stores.types()).containsExactly(FileStore.TYPE, MongoStore.TYPE);
        assertThat(stores.of(SinkSpec.append(MongoStore.TYPE, "c"))).isSameAs(mongo);
        assertThat(stores.find(new StoreType("oracle"))).isEmpty();
        assertThat(stores.marking()).containsSame(mongo);
        assertThat(new Stores(List.of(files)).marking()).isEmpty();
    }

    @Test
    void twoStoresOfOneTypeAreAMistake() {
        assertThatThrownBy(() -> new Stores(List.of(files, new FileStore(Path.of("elsewhere")))))
                .hasMessage("There are two stores of the type ndjson");
    }
}
