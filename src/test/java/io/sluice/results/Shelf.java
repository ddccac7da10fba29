package io.sluice.results;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.PipelineDirectory.StoredPipeline;
import io.sluice.pipeline.letters.LettersOverRest;
import io.sluice.results.mongo.MongoRows;
import io.sluice.results.postgres.PostgresRows;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.table.TableReads;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.RememberedNotes;
import io.sluice.testing.TestMongo;
import io.sluice.testing.TestPostgres;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A pipeline's stores on real servers, and the REST operations that read them. */
public final class Shelf {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    final MongoAccess mongoAccess;
    public final DriverManagerDataSource dataSource;
    public final JdbcClient postgres;
    final StructType output;
    final List<SinkSpec> sinks;
    final MockMvc mvc;
    private final MongoClient mongo;

    public Shelf(String ddl, WriteMode mode, String... key) {
        this(
                ddl,
                new SinkSpec(PostgresStore.TYPE, "Odd \"table\"", mode, List.of(key), null),
                new SinkSpec(MongoStore.TYPE, "things", mode, List.of(key), null));
    }

    public Shelf(String ddl, SinkSpec... sinks) {
        this(TestMongo.freshDatabase(), Duration.ofSeconds(20), ddl, sinks);
    }

    /** @param limit on the time of a query */
    public Shelf(MongoAccess mongoAccess, Duration limit, String ddl, SinkSpec... sinks) {
        this.mongoAccess = mongoAccess;
        LedgerAccess access = TestPostgres.freshDatabase();
        dataSource = new DriverManagerDataSource(access.url(), access.user(), access.password());
        mongo = MongoClients.create(mongoAccess.uri());
        this.postgres = JdbcClient.create(dataSource);
        this.output = StructType.fromDDL(ddl);
        this.sinks = List.of(sinks);
        PipelineDirectory pipelines = this::pipeline;
        ResultsSettings settings = new ResultsSettings(limit);
        TableReads reads = new TableReads(dataSource, settings);
        MongoRows mongoRows =
                new MongoRows(new SimpleMongoClientDatabaseFactory(mongo, mongoAccess.database()), settings);
        this.mvc = MockMvcBuilders.standaloneSetup(
                        new ResultsController(
                                pipelines, List.of(new PostgresRows(reads), mongoRows), new Whereabouts(dataSource)),
                        LettersOverRest.controller(pipelines, reads))
                .setControllerAdvice(new Problems())
                .build();
    }

    private StoredPipeline pipeline(String name) {
        if (!name.equals("p")) {
            throw new ProblemException(ProblemType.PIPELINE_NOT_FOUND, "There is no pipeline '" + name + "'");
        }
        return new StoredPipeline(1, name, output, sinks);
    }

    /** Makes the table as the Postgres sink does; types are written out, because they are its contract. */
    Shelf createTable(String columns) {
        postgres.sql("CREATE TABLE \"Odd \"\"table\"\"\" (" + columns + ", _topic text COLLATE \"C\" NOT NULL,"
                        + " _partition integer NOT NULL, _offset bigint NOT NULL, _ordinal integer NOT NULL,"
                        + " _ingested_at timestamptz NOT NULL DEFAULT now(),"
                        + " PRIMARY KEY (_partition, _offset, _ordinal, _topic))")
                .update();
        return this;
    }

    /** @param values SQL literals of the output columns */
    void storeInPostgres(String values, long offset, int ordinal) {
        postgres.sql("INSERT INTO \"Odd \"\"table\"\"\" VALUES (" + values + ", 't', 0, ?, ?)")
                .params(offset, ordinal)
                .update();
    }

    void storeInMongo(long offset, int ordinal, Object... values) {
        MongoStore store = new MongoStore(mongoAccess);
        SinkSpec sink = sinks.get(sinks.size() - 1);
        try {
            store.prepare(sink, output, new RememberedNotes("t"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        StoreWriter.Refusals none = (record, o, reason) -> {
            throw new AssertionError(reason);
        };
        try (StoreWriter writer = ((StoreWriter.Alone) store.writers(sink, output)).open(none)) {
            Row row = RowFactory.create(values);
            writer.write(
                    new SourceRecord("t", 0, offset, 1_700_000_000_123L, null, null, List.of()), ordinal, (InternalRow)
                            CatalystTypeConverters.createToCatalystConverter(output)
                                    .apply(row));
            writer.flush();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public void reject(String pipeline, long offset, String stage, byte[] key, byte[] value, String at) {
        postgres.sql(
                        "INSERT INTO sluice.dead_letters (pipeline, topic, partition, \"offset\", stage, \"timestamp\", reason, key, value, headers, rejected_at) VALUES (?, 't', 0, ?, ?, '2024-01-01T00:00:00.123Z', 'why', CAST(? AS bytea), CAST(? AS bytea),"
                                + " '[]', CAST(? AS timestamptz))")
                .param(pipeline)
                .param(offset)
                .param(stage)
                .param(key)
                .param(value)
                .param(at)
                .update();
    }

    /** Where the pipeline reads partition 0 of the topic on, and what it has filtered there. */
    void reached(long nextOffset, long filtered) {
        postgres.sql(
                        "INSERT INTO sluice.pipelines (id, name, definition, output, version, desired_state, state, state_since, created_at, updated_at)"
                                + " VALUES (1, 'p', '{}', '{}', 1, 'RUNNING', 'RUNNING', now(), now(), now())")
                .update();
        postgres.sql("INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset, filtered)"
                        + " VALUES (1, 't', 0, ?, ?)")
                .params(nextOffset, filtered)
                .update();
    }

    /** Of both stores. */
    void forgetPosition(long offset) {
        postgres.sql("DELETE FROM \"Odd \"\"table\"\"\" WHERE _offset = ?")
                .param(offset)
                .update();
        mongo.getDatabase(mongoAccess.database())
                .getCollection("things")
                .deleteOne(Filters.eq("_source.offset", offset));
    }

    /** @param parameters names and values by turns */
    public Answer get(String path, String... parameters) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.get("/api/v1/pipelines/" + path);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return perform(request);
    }

    Answer perform(MockHttpServletRequestBuilder request) {
        try {
            MockHttpServletResponse response = mvc.perform(request).andReturn().getResponse();
            String body = response.getContentAsString(StandardCharsets.UTF_8);
            return new Answer(response.getStatus(), EXACT.readTree(body.isEmpty() ? "null" : body));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public record Answer(int status, JsonNode body) {

        public List<JsonNode> items() {
            List<JsonNode> items = new ArrayList<>();
            body.path("items").forEach(items::add);
            return items;
        }

        /** The values of a column, in order. */
        public List<String> column(String name) {
            return items().stream()
                    .map(item ->
                            item.path(name).isNull() ? "null" : item.path(name).asString())
                    .toList();
        }

        /** The items without what only one of the stores has. */
        List<JsonNode> outputOnly(StructType output) {
            return items().stream()
                    .map(item -> ((ObjectNode) item).retain(Arrays.asList(output.fieldNames())))
                    .map(JsonNode.class::cast)
                    .toList();
        }
    }

    @RestControllerAdvice
    static final class Problems {

        @ExceptionHandler
        ResponseEntity<Map<String, String>> problem(ProblemException e) {
            return ResponseEntity.status(e.type().status())
                    .body(Map.of("type", e.type().name(), "detail", e.getMessage()));
        }
    }
}
