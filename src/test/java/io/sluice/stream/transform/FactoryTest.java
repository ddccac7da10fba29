package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.RecordTransform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FactoryTest {

    private static final String SQL =
            "SELECT id, array_join(transform(array(id, id + 1), x -> CAST(x * 2 AS STRING)), '-')"
                    + " AS j, regexp_replace(name, 'a+', 'b') AS r, _offset AS o FROM source WHERE id >= 0";

    @Test
    @DisplayName("survives Java serialisation")
    void survivesSerialisation() throws Exception {
        for (String sql : new String[] {SQL, null}) {
            RecordTransform.Factory sent = new Bench(sql).factory();
            RecordTransform.Factory received = copy(sent);
            assertThat(received.output()).isEqualTo(sent.output());
            assertThat(Bench.rows(received.open(), received.output(), 1, "caat"))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("runs in a task")
    void runsInATask() throws Exception {
        RecordTransform.Factory factory = new Bench(SQL).factory();
        List<String> rows = new JavaSparkContext(Bench.SPARK.sparkContext())
                .parallelize(List.of(1, 2), 2)
                .map(id ->
                        Bench.rows(factory.open(), factory.output(), id, "caat").get(0))
                .collect();
        assertThat(rows).containsExactly("[1,2-4,cbt,42]", "[2,4-6,cbt,42]");
    }

    @Test
    @DisplayName("tasks of one JVM do not disturb each other")
    void tasksAreIndependent() throws Exception {
        RecordTransform.Factory factory = new Bench(SQL).factory();
        ExecutorService tasks = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int task = 0; task < 4; task++) {
                int first = task * 1_000_000;
                results.add(tasks.submit(() -> wrong(factory, first)));
            }
            for (Future<List<String>> result : results) {
                assertThat(result.get()).isEmpty();
            }
        } finally {
            tasks.shutdownNow();
        }
    }

    private static List<String> wrong(RecordTransform.Factory factory, int first) throws Exception {
        RecordTransform transform = factory.open();
        List<String> wrong = new ArrayList<>();
        for (int id = first; id < first + 5_000; id++) {
            String row = Bench.rows(transform, factory.output(), id, "a" + id).get(0);
            if (!row.equals("[" + id + "," + 2 * id + "-" + (2 * id + 2) + ",b" + id + ",42]")) {
                wrong.add(row);
            }
        }
        return wrong;
    }

    private static RecordTransform.Factory copy(RecordTransform.Factory factory) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RecordTransform.Factory) in.readObject();
        }
    }
}
