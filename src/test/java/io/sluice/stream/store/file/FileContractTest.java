package io.sluice.stream.store.file;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreContract;
import io.sluice.stream.store.Trial.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A directory as a store")
class FileContractTest extends StoreContract {

    @TempDir
    static Path home;

    private Path directory;
    private FileStore store;

    @BeforeAll
    void make() throws IOException {
        directory = Files.createDirectory(home.resolve("rows"));
        store = new FileStore(directory);
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected List<Stored> rows(SinkSpec sink, StructType columns) throws IOException {
        return new FileTarget(directory, sink)
                .rows().stream()
                        .map(line -> new Stored(
                                line.position(),
                                Stream.of(columns.fields())
                                        .map(column -> value(column, line))
                                        .toArray()))
                        .toList();
    }

    private static @Nullable Object value(StructField column, FileTarget.Line line) {
        Object value = line.row().get(column.name());
        DataType type = column.dataType();
        if (value == null || type.equals(DataTypes.StringType)) {
            return value;
        }
        String text = value.toString();
        return type.equals(DataTypes.LongType) ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
    }

    @Override
    protected void refuse(SinkSpec sink, String text) throws IOException {
        Files.writeString(directory.resolve(sink.target() + ".unwanted"), text);
    }

    @Override
    protected void cut() throws IOException {
        Files.move(directory, home.resolve("away"));
    }

    @Override
    protected void mend() throws IOException {
        Files.move(home.resolve("away"), directory);
    }
}
