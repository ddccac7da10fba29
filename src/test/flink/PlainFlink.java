import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * A Flink as its guide shows it: SQL from a Kafka table of JSON into a JDBC table, in a cluster of one process that is
 * there for all drains. DrainBenchmark starts it from this source file, with Flink's jars and nothing of Sluice, whose
 * class path they would spoil. The first line of standard input says where the servers are, each other line orders one
 * drain; its fields stand between tabs. It ends with that input, also in the middle of a drain.
 */
public final class PlainFlink {

    private static final int PARALLELISM = 2;
    private static final String HOST = "127.0.0.1";
    private static final long LIMIT_MINUTES = 10;

    private static final String SOURCE = """
            CREATE TEMPORARY TABLE source (
                quote STRING, `character` STRING, image STRING, characterDirection STRING,
                `_topic` STRING METADATA FROM 'topic' VIRTUAL,
                `_partition` INT METADATA FROM 'partition' VIRTUAL,
                `_offset` BIGINT METADATA FROM 'offset' VIRTUAL)
            WITH ('connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s', 'format' = 'json',
                'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
                'properties.max.poll.records' = '10000', 'properties.max.partition.fetch.bytes' = '8388608',
                'properties.fetch.max.wait.ms' = '20')""";

    /** Without a primary key, so that it appends: with one it would be an upsert. */
    private static final String SINK = """
            CREATE TEMPORARY TABLE sink (
                quote STRING, `character` STRING, image STRING, characterDirection STRING,
                `_topic` STRING, `_partition` INT, `_offset` BIGINT)
            WITH ('connector' = 'jdbc', 'table-name' = '%s', 'url' = '%s?reWriteBatchedInserts=true',
                'username' = '%s', 'password' = '%s',
                'sink.buffer-flush.max-rows' = '5000', 'sink.buffer-flush.interval' = '1s')""";

    private final MiniCluster cluster;
    private final TableEnvironment tables;
    private final String[] servers;

    private PlainFlink(MiniCluster cluster, TableEnvironment tables, String[] servers) {
        this.cluster = cluster;
        this.tables = tables;
        this.servers = servers;
    }

    /** All in this thread: Flink's planner works only in the one that made it. */
    public static void main(String[] args) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        new Thread(() -> read(lines), "orders").start();
        try {
            String[] servers = lines.take().split("\t");
            MiniCluster cluster = cluster();
            PlainFlink flink = new PlainFlink(cluster, tables(cluster), servers);
            answer("ready");
            while (true) {
                String[] order = lines.take().split("\t");
                flink.drain(order[0], order[1]);
                answer("drained");
            }
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void read(BlockingQueue<String> lines) {
        Scanner in = new Scanner(System.in);
        while (in.hasNextLine()) {
            lines.add(in.nextLine());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void answer(String text) {
        System.out.println("answer: " + text);
    }

    private static MiniCluster cluster() throws Exception {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(Configuration.fromMap(Map.of(
                        "jobmanager.bind-host", HOST,
                        "rest.address", HOST,
                        "rest.bind-address", HOST,
                        "rest.bind-port", "0")))
                .setCommonBindAddress(HOST)
                .setNumSlotsPerTaskManager(PARALLELISM)
                .build());
        cluster.start();
        return cluster;
    }

    /** Whose jobs run in this cluster. A job that fails is not tried again, so that the benchmark hears of it. */
    private static TableEnvironment tables(MiniCluster cluster) throws Exception {
        int port = cluster.getRestAddress().get().getPort();
        return TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(Configuration.fromMap(Map.of(
                        "execution.target",
                        "remote",
                        "rest.address",
                        HOST,
                        "rest.port",
                        Integer.toString(port),
                        "parallelism.default",
                        Integer.toString(PARALLELISM),
                        "execution.checkpointing.interval",
                        "10s",
                        "restart-strategy.type",
                        "none")))
                .build());
    }

    /** The cluster itself is asked for the end: its clients over REST ask in steps of up to two seconds. */
    private void drain(String topic, String table) throws Exception {
        tables.executeSql(SOURCE.formatted(topic, servers[0]));
        tables.executeSql(SINK.formatted(table, servers[1], servers[2], servers[3]));
        JobID job = tables.executeSql("INSERT INTO sink SELECT * FROM source")
                .getJobClient()
                .orElseThrow()
                .getJobID();
        cluster.requestJobResult(job)
                .get(LIMIT_MINUTES, TimeUnit.MINUTES)
                .toJobExecutionResult(PlainFlink.class.getClassLoader());
        tables.executeSql("DROP TEMPORARY TABLE source");
        tables.executeSql("DROP TEMPORARY TABLE sink");
    }
}
