package io.sluice.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import io.sluice.jvm.LoadTimePatch;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark without Sluice, as its guide shows it: Kafka, {@code from_json}, {@code foreachBatch}, the JDBC writer. The first
 * line of standard input says where the servers are, each other line orders one drain; its fields stand between tabs.
 */
public final class PlainSpark {

    /** What Sluice sets by itself. */
    private static final Map<String, String> TUNED = Map.of(
            "kafka.max.poll.records", "10000",
            "kafka.max.partition.fetch.bytes", "8388608",
            "kafka.fetch.max.wait.ms", "20");

    private static final String SCHEMA = "quote STRING, character STRING, image STRING, characterDirection STRING";

    private static final long LIMIT_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final SparkSession spark;
    private final String bootstrapServers;
    private final Map<String, String> jdbc;

    private PlainSpark(SparkSession spark, String[] servers) {
        this.spark = spark;
        this.bootstrapServers = servers[0];
        this.jdbc = Map.of(
                "url",
                servers[1] + "?reWriteBatchedInserts=true",
                "user",
                servers[2],
                "password",
                servers[3],
                "batchsize",
                "10000");
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        LoadTimePatch.apply();
        try (SparkSession spark = session();
                Scanner in = new Scanner(System.in)) {
            PlainSpark plain = new PlainSpark(spark, in.nextLine().split("\t"));
            System.out.println(ChildJvm.ANSWER + "ready");
            while (in.hasNextLine()) {
                String[] order = in.nextLine().split("\t");
                plain.drain(order[0], order[1], Boolean.parseBoolean(order[2]), order[3]);
                System.out.println(ChildJvm.ANSWER + "drained");
            }
        }
    }

    private static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("plain")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }

    private void drain(String topic, String table, boolean tuned, String checkpoint) throws Exception {
        Dataset<Row> rows = spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", bootstrapServers)
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .options(tuned ? TUNED : Map.of())
                .load()
                .select(
                        from_json(col("value").cast("string"), StructType.fromDDL(SCHEMA))
                                .as("record"),
                        col("topic").as("_topic"),
                        col("partition").as("_partition"),
                        col("offset").as("_offset"))
                .select("record.*", "_topic", "_partition", "_offset");
        VoidFunction2<Dataset<Row>, Long> write = (batch, id) -> batch.write()
                .mode(SaveMode.Append)
                .format("jdbc")
                .options(jdbc)
                .option("dbtable", table)
                .save();
        boolean ended = rows.writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint)
                .foreachBatch(write)
                .start()
                .awaitTermination(LIMIT_MILLIS);
        if (!ended) {
            throw new IllegalStateException("the query takes longer than ten minutes");
        }
    }
}
