package io.sluice.stream.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.testing.TestSpark;
import java.io.BufferedOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a record that needs too much memory")
class GreedyRecordsTest {

    private static final StructType SOURCE = StructType.fromDDL("text STRING, tags ARRAY<STRING>");
    private static final String INNOCENT = "{\"text\":\"a[]\",\"tags\":[\"b\",\"c\"]}";
    private static final int LONG = 200_000;

    /**
     * A transform, and two records for it.
     *
     * @param greedy has an {@code @} where the unit is to be repeated
     */
    private record Recipe(
            String name,
            RecordDecoder.Factory decoder,
            RecordTransform.Factory transform,
            String innocent,
            String greedy,
            String unit)
            implements Serializable {

        private static Recipe of(String sql, String greedy, String unit) throws Exception {
            return of(SOURCE, INNOCENT, sql, greedy, unit);
        }

        private static Recipe of(StructType schema, String innocent, String sql, String greedy, String unit)
                throws Exception {
            return new Recipe(
                    sql.substring(0, Math.min(sql.length(), 90)),
                    new JsonFormat().decoder(schema, new FormatSpec("json", Map.of(), false)),
                    Transforms.analyse(TestSpark.session(), schema, sql),
                    innocent,
                    greedy,
                    unit);
        }

        private byte[] greedyValue() {
            return greedy.replace("@", unit.repeat(LONG)).getBytes(UTF_8);
        }
    }

    /** Runs recipes in a process of its own, and prints one line for each. */
    static final class Kitchen {

        private Kitchen() {}

        public static void main(String[] args) throws Exception {
            try (ObjectInputStream recipes = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
                for (Object recipe : (List<?>) recipes.readObject()) {
                    System.out.println(cook((Recipe) recipe));
                }
            }
        }

        private static String cook(Recipe recipe) {
            RecordDecoder decoder = recipe.decoder().open();
            RecordTransform transform = recipe.transform().open();
            byte[] innocent = recipe.innocent().getBytes(UTF_8);
            String before = outcome(decoder, transform, innocent);
            String greedy = outcome(decoder, transform, recipe.greedyValue());
            String after = outcome(decoder, transform, innocent);
            return recipe.name() + "\t" + before + "\t" + greedy + "\t" + after;
        }

        private static String outcome(RecordDecoder decoder, RecordTransform transform, byte[] value) {
            try {
                SourceRecord record = new SourceRecord("t", 0, 0, 0, null, value, List.of());
                return "stored "
                        + transform.apply(record, decoder.decode(value)).size();
            } catch (RejectedException e) {
                return e.reason();
            }
        }
    }

    private static String columns(int count, String column) {
        return IntStream.range(0, count)
                .mapToObj(i -> column + " AS c" + i)
                .collect(Collectors.joining(", ", "SELECT ", " FROM source"));
    }

    /** @param call of {@code %}, which itself stands for the call inside */
    private static String nested(int depth, String call) {
        String expression = "text";
        for (int i = 0; i < depth; i++) {
            expression = call.replace("%", expression);
        }
        return "SELECT length(" + expression + ") AS x FROM source";
    }

    private static List<Recipe> recipes() throws Exception {
        String text = "{\"text\":\"@\",\"tags\":[\"b\"]}";
        String tags = "{\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"tags\":[\"b\"@]}";
        String both = "{\"text\":\"[]@\",\"tags\":[" + "\"b\",".repeat(2_000) + "\"c\"]}";
        List<Recipe> all = new ArrayList<>();
        for (String sql : List.of(
                "SELECT replace(text, 'a', text) AS x FROM source",
                "SELECT regexp_replace(text, 'a', text) AS x FROM source",
                "SELECT regexp_replace(text, '(?=(.*))', '$1$1') AS x FROM source",
                "SELECT size(regexp_extract_all(text, '(?=(.*))', 1)) AS x FROM source",
                "SELECT length(concat(" + "text, ".repeat(1_000) + "text)) AS x FROM source",
                "SELECT length(concat_ws(', ', " + "upper(text), ".repeat(1_000) + "text)) AS x FROM source",
                "SELECT size(array(" + "upper(text), ".repeat(1_000) + "text)) AS x FROM source",
                columns(500, "upper(text)"),
                columns(500, "text"),
                nested(9, "hex(%)"),
                nested(9, "overlay(% PLACING % FROM 2 FOR 0)"))) {
            all.add(Recipe.of(sql, text, "a"));
        }
        for (String sql : List.of(
                "SELECT transform(tags, t -> lpad(t, 10000, 'x')) AS x FROM source",
                "SELECT flatten(transform(tags, t -> tags)) AS x FROM source",
                "SELECT transform(tags, t -> tags) AS x FROM source",
                "SELECT size(transform(tags, t -> transform(tags, u -> 1))) AS x FROM source",
                "SELECT size(transform(tags, t -> named_struct('u', tags, 'v', upper(lpad(t, 5000, 'x'))))) AS x"
                        + " FROM source",
                "SELECT aggregate(tags, text, (acc, t) -> concat(acc, acc)) AS x FROM source",
                "SELECT aggregate(tags, text, (acc, t) -> hex(acc)) AS x FROM source",
                "SELECT size(aggregate(tags, tags, (acc, t) -> concat(acc, acc))) AS x FROM source",
                "SELECT size(arrays_zip(" + "tags, ".repeat(400) + "tags)) AS x FROM source",
                "SELECT t, text FROM source LATERAL VIEW explode(transform(tags, t -> lpad(t, 900, 'x'))) v AS t")) {
            all.add(Recipe.of(sql, tags, ",\"b\""));
        }
        for (String sql : List.of(
                "SELECT array_join(transform(tags, t -> text), text) AS x FROM source",
                "SELECT concat_ws(text, tags) AS x FROM source",
                "SELECT to_json(transform(tags, t -> text)) AS x FROM source",
                "SELECT CAST(transform(tags, t -> text) AS STRING) AS x FROM source",
                "SELECT size(transform(tags, t -> split(text, ''))) AS x FROM source",
                "SELECT size(transform(tags, t -> upper(text))) AS x FROM source",
                "SELECT text, t FROM source LATERAL VIEW explode(tags) v AS t")) {
            all.add(Recipe.of(sql, both, "a"));
        }
        String wide = IntStream.range(0, 500).mapToObj(i -> "f" + i + ": INT").collect(Collectors.joining(", "));
        all.add(Recipe.of(
                "SELECT size(from_json(text, 'array<struct<" + wide + ">>')) AS x FROM source",
                "{\"text\":\"[{}@]\"}",
                ",{}"));
        all.add(Recipe.of(
                StructType.fromDDL("rows ARRAY<STRUCT<" + wide + ">>"),
                "{\"rows\":[{\"f1\":1}]}",
                "SELECT size(rows) AS x FROM source",
                "{\"rows\":[{}@]}",
                ",{}"));
        return all;
    }

    /** Those of the Dockerfile's entry point. */
    private static List<String> imageFlags() throws Exception {
        Matcher flag = Pattern.compile("\"(-XX:\\+[A-Za-z]+)\"").matcher(Files.readString(Path.of("Dockerfile")));
        return flag.results().map(found -> found.group(1)).toList();
    }

    @Test
    @DisplayName("is rejected under the image's flags, its neighbours pass, and the process lives")
    void isRejectedUnderTheFlagsOfTheImage(@TempDir Path directory) throws Exception {
        Path recipes = directory.resolve("recipes");
        try (ObjectOutputStream out =
                new ObjectOutputStream(new BufferedOutputStream(Files.newOutputStream(recipes)))) {
            out.writeObject(new ArrayList<>(recipes()));
        }
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        assertThat(imageFlags()).contains("-XX:+ExitOnOutOfMemoryError");
        command.addAll(imageFlags());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Kitchen.class.getName(),
                recipes.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);

            String said = Files.readString(output);
            assertThat(ended).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            List<String> lines =
                    said.lines().filter(line -> line.contains("\t")).toList();
            assertThat(lines).hasSameSizeAs(recipes());
            assertThat(lines).allSatisfy(line -> {
                String[] outcomes = line.split("\t", -1);
                assertThat(outcomes[1]).startsWith("stored ");
                assertThat(outcomes[2]).containsAnyOf("64 MiB", "more than 8388608 fields");
                assertThat(outcomes[3]).isEqualTo(outcomes[1]);
            });
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is none that is only large")
    @ValueSource(
            strings = {
                "SELECT replace(text, ' ', ', ') AS x, replace(text, 'no such text', text) AS y FROM source",
                "SELECT regexp_replace(text, '\\\\s+', '   ') AS x, regexp_replace(text, '^(.).*$', '$1$1') AS y FROM source",
                "SELECT split(text, '\\n') AS x, size(split(text, ' ')) AS y FROM source",
                "SELECT upper(text) AS a, lower(text) AS b, concat(text, '!') AS c, trim(text) AS d, text AS e FROM source",
                "SELECT length(aggregate(tags, '', (acc, t) -> concat(acc, t, ','))) AS x FROM source",
                "SELECT size(aggregate(tags, array(''), (acc, t) -> concat(acc, array(t)))) AS x FROM source",
                "SELECT aggregate(tags, named_struct('n', 0, 's', ''), (acc, t) ->"
                        + " named_struct('n', acc.n + 1, 's', concat(acc.s, t))).n AS x FROM source",
                "SELECT transform(tags, t -> upper(t)) AS x, array_join(tags, ', ') AS y, to_json(tags) AS z FROM source",
                "SELECT size(arrays_zip(tags, tags)) AS x, flatten(array(tags, tags)) AS y FROM source",
                "SELECT t FROM source LATERAL VIEW explode(tags) v AS t",
                "SELECT base64(CAST(text AS BINARY)) AS x, hex(text) AS y, md5(text) AS z FROM source",
            })
    void largeRecordsPass(String sql) throws Exception {
        String text = "some words of a text that is long, ".repeat(30_000);
        List<String> tags = IntStream.range(0, 5_000).mapToObj(i -> "tag " + i).toList();
        assertThat(new Bench(sql.replace("text", "name")).rows(1, text, null, tags))
                .isNotEmpty();
    }
}
