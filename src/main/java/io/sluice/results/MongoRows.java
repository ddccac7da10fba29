package io.sluice.results;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import io.sluice.flow.StoreType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/** The collections that sinks write: {@code _id}, the output columns, and {@code _source} with the position. */
@Component
class MongoRows implements StoredRows {

    private final MongoDatabaseFactory mongo;

    MongoRows(MongoDatabaseFactory mongo) {
        this.mongo = mongo;
    }

    @Override
    public StoreType store() {
        return StoreType.MONGO;
    }

    @Override
    public Columns columns(StructType output) {
        return new Columns(output, Columns.timestamp(MongoQuery.TIMESTAMP));
    }

    @Override
    public ResultPage page(Source source, ResultQuery query) {
        return inTime(() -> {
            MongoCollection<BsonDocument> collection = collection(source);
            BsonDocument filter = MongoQuery.filter(query.filters());
            long total = collection.countDocuments(filter, new CountOptions().maxTime(MAX_SECONDS, TimeUnit.SECONDS));
            MongoRowReader reader = new MongoRowReader(source);
            List<Map<String, @Nullable Object>> items = collection
                    .find(filter)
                    .sort(MongoQuery.sort(query.sorts()))
                    .skip(query.paging().skip())
                    .limit(query.paging().size())
                    .maxTime(MAX_SECONDS, TimeUnit.SECONDS)
                    .map(reader::read)
                    .into(new ArrayList<>());
            return new ResultPage(items, query.paging().page(), query.paging().size(), total);
        });
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(Source source, Position position) {
        return inTime(() -> Optional.ofNullable(collection(source)
                        .find(MongoQuery.at(source.sink(), position))
                        .sort(MongoQuery.sort(Sort.parse(List.of(), columns(source.output()))))
                        .maxTime(MAX_SECONDS, TimeUnit.SECONDS)
                        .first())
                .map(new MongoRowReader(source)::read));
    }

    private MongoCollection<BsonDocument> collection(Source source) {
        return mongo.getMongoDatabase().getCollection(source.sink().target(), BsonDocument.class);
    }

    private static <T> T inTime(Supplier<T> query) {
        try {
            return query.get();
        } catch (MongoExecutionTimeoutException e) {
            throw PostgresRows.slow("Mongo");
        }
    }
}
