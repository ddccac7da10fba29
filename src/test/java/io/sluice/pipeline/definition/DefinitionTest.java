package io.sluice.pipeline.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.definition.DefinitionCheck.Checked;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestStores;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A definition")
class DefinitionTest {

    private static final String SMALL = "{'name':'p','source':{'topics':['t'],'schema':'a INT'},'sinks':[%s]}";
    private static final String TABLE = "{'type':'postgres','table':'p'}";

    private final DefinitionCheck check = new DefinitionCheck(TestFormats.json(), TestStores.nowhere());
    private final DefinitionReader reader = new DefinitionReader(check);

    @Test
    @DisplayName("comes back with its defaults, and the same when it is read again")
    void comesBackWithItsDefaultsAndReadsTheSame() {
        PipelineDefinition filled = check(SMALL.formatted(TABLE)).definition();
        assertThat(reader.write(filled))
                .isEqualTo("{'name':'p','source':{'topics':['t'],'format':'json','schema':'a INT',"
                        .concat("'startingOffsets':'earliest','unknownFields':'ignore'},")
                        .concat("'sinks':[{'type':'postgres','table':'p','mode':'append'}],")
                        .concat("'trigger':{'mode':'processingTime','interval':'PT0S'},'autoStart':true}")
                        .replace('\'', '"'));
        Checked again = check(reader.write(filled));
        assertThat(again.definition()).isEqualTo(filled);
        assertThat(again.faults()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("names no servers, no options of clients and no secrets of the configuration, which it takes for text")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'options':{'kafka.bootstrap.servers':'evil.example:9092'} | /source/options",
                "'options':{'bootstrap.servers':'evil.example:9092'} | /source/options",
                "'options':{'sasl.jaas.config':'com.sun.security.auth.module.JndiLoginModule required;'} | /source/options",
                "'options':{'kafka.sasl.login.callback.handler.class':'x.Y'} | /source/options",
                "'options':{'interceptor.classes':'x.Y','metric.reporters':'x.Y'} | /source/options",
                "'options':{'config.providers':'file','ssl.truststore.location':'/etc/passwd'} | /source/options",
                "'options':{'schema.registry.url':'file:///etc/passwd'} | /source/options",
                "'bootstrapServers':'evil.example:9092' | /source/bootstrapServers",
                "'url':'jdbc:postgresql://evil.example/?socketFactory=x.Y' | /source/url",
                "'topics':['${env:HOME}'] | /source/topics/0",
            })
    void namesNoServers(String part, String pointer) {
        String definition = ("{'name':'p','source':{'schema':'a INT',%s%s},'sinks':[" + TABLE + "]}")
                .formatted(part.contains("'topics'") ? "" : "'topics':['t'],", part);
        List<String> pointers;
        try {
            pointers = check(definition).faults().stream().map(Fault::pointer).toList();
        } catch (ProblemException e) {
            pointers = e.errors().stream()
                    .map(ProblemException.FieldError::pointer)
                    .toList();
        }
        assertThat(pointers).containsExactly(pointer);
    }

    @Test
    @DisplayName("has ${…} in it as text")
    void referencesAreText() {
        String text = "${env:PATH} ${file:/etc/hostname} ${spring.datasource.password} #{1+1}";
        String select = "SELECT \\u0027" + text + "\\u0027 AS x FROM source";
        Checked checked = check(SMALL.formatted(TABLE)
                .replace("'name':'p'", "'name':'p','description':'" + text + "','transform':'" + select + "'"));
        assertThat(checked.definition().description()).isEqualTo(text);
        assertThat(checked.spec().orElseThrow().transform()).isEqualTo("SELECT '" + text + "' AS x FROM source");
    }

    @Test
    @DisplayName("masks fields by their paths, and names each that is none")
    void masks() {
        String definition = "{'name':'p','source':{'topics':['t'],'schema':'a INT','mask':%s},'sinks':[" + TABLE + "]}";
        Checked checked = check(definition.formatted("['a','`x.y`.z']"));
        assertThat(checked.faults()).isEmpty();
        assertThat(checked.spec().orElseThrow().source().format().masked()).containsExactly("a", "`x.y`.z");
        assertThat(reader.write(checked.definition())).contains("\"mask\":[\"a\",\"`x.y`.z\"]");
        assertThat(reader.write(check(definition.formatted("[]")).definition())).doesNotContain("mask");
        assertThat(check(definition.formatted("['a','','b..c',null]")).faults())
                .extracting(Fault::pointer)
                .containsExactly("/source/mask/1", "/source/mask/2", "/source/mask/3");
        assertThat(check(definition.formatted(IntStream.range(0, Limits.MASKED_FIELDS + 1)
                                .mapToObj(i -> "'a'")
                                .collect(joining(",", "[", "]"))))
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("/source/mask");
    }

    @Test
    @DisplayName("may have the empty key that generated clients send where none is set")
    void emptyKey() {
        Checked checked = check("""
                {'name':'p','source':{'topics':['t'],'schema':'a INT'},
                 'sinks':[{'type':'postgres','table':'p','key':[]}]}""");
        assertThat(checked.faults()).isEmpty();
        assertThat(reader.write(checked.definition())).doesNotContain("key");
    }

    @Test
    @DisplayName("becomes a flow")
    void becomesAFlow() {
        FlowSpec spec = check("""
                {'name':'p','source':{'topics':['t','u'],'schema':'a INT','unknownFields':'reject',
                 'startingOffsets':{'t':{'0':5,'1':0}},'maxOffsetsPerTrigger':7},
                 'transform':'SELECT a FROM source',
                 'sinks':[{'type':'mongo','collection':'C-1','mode':'upsert','key':['a'],'version':'a'}],
                 'trigger':{'interval':'90s'},'autoStart':false}""").spec().orElseThrow();
        assertThat(spec.source().topics()).containsExactly("t", "u");
        assertThat(spec.source().format().rejectUnknownFields()).isTrue();
        assertThat(spec.source().maxOffsetsPerTrigger()).isEqualTo(7);
        assertThat(spec.source().startingOffsets())
                .isEqualTo(new StartingOffsets.Exact(new Offsets(Map.of("t", Map.of(0, 5L, 1, 0L)))));
        assertThat(spec.trigger().interval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(spec.sinks()).singleElement().satisfies(sink -> {
            assertThat(sink.type()).isEqualTo(MongoStore.TYPE);
            assertThat(sink.target()).isEqualTo("C-1");
            assertThat(sink.mode()).isEqualTo(WriteMode.UPSERT);
            assertThat(sink.key()).containsExactly("a");
            assertThat(sink.version()).isEqualTo("a");
        });
    }

    @Test
    @DisplayName("can begin at a time, also one with an offset, or at the end")
    void startingOffsets() {
        assertThat(offsets("{'timestamp':'2026-01-31T09:00:00+01:00'}"))
                .isEqualTo(new StartingOffsets.At(Instant.parse("2026-01-31T08:00:00Z")));
        assertThat(offsets("'latest'")).isEqualTo(new StartingOffsets.Latest());
        assertThat(offsets("null")).isEqualTo(new StartingOffsets.Earliest());
    }

    @ParameterizedTest(name = "{0} is unreadable: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                       | not well-formed
            {                                                       | Object (line
            {'name':NaN}                                            | Non-standard token 'NaN' (line
            {'name':'p',}                                           | not well-formed
            {'name':'p'} {}                                         | not one object
            []                                                      | not one object
            "text"                                                  | not one object
            null                                                    | is null
            {'name':'p','name':'q'}                                 | not well-formed
            {'nam':'p'}                                             | /nam: there is no property 'nam'
            {'source':{'topic':['t']}}                              | /source/topic: there is no property 'topic'
            {'sinks':[{'type':'mongo'},{'tabel':'x'}]}              | /sinks/1/tabel: there is no property
            {'name':5}                                              | /name: must be a string
            {'name':true}                                           | /name: must be a string
            {'source':{'topics':'t'}}                               | /source/topics: must be an array
            {'source':{'topics':[1]}}                               | /source/topics/0: must be a string
            {'source':{'maxOffsetsPerTrigger':'5'}}                 | /source/maxOffsetsPerTrigger: must be a whole number
            {'source':{'maxOffsetsPerTrigger':1.5}}                 | /source/maxOffsetsPerTrigger: must be a whole number
            {'source':{'maxOffsetsPerTrigger':1.0}}                 | /source/maxOffsetsPerTrigger: must be a whole number
            {'source':{'maxOffsetsPerTrigger':99999999999999999999}}| /source/maxOffsetsPerTrigger: must be a whole number
            {'source':{'maxOffsetsPerTrigger':''}}                  | /source/maxOffsetsPerTrigger: must be a whole number
            {'source':{'maxOffsetsPerTrigger':true}}                | /source/maxOffsetsPerTrigger: must be a whole number
            {'autoStart':'true'}                                    | /autoStart: must be true or false
            {'autoStart':1}                                         | /autoStart: must be true or false
            {'source':''}                                           | /source: must be an object
            {'source':[]}                                           | /source: must be an object
            {'sinks':{}}                                            | /sinks: must be an array
            {'source':{'startingOffsets':5}}                        | /source/startingOffsets: must be a string or an object
            {'source':{'startingOffsets':{'timestamp':5}}}          | /source/startingOffsets/timestamp: must be a string
            {'source':{'startingOffsets':{'t':{'0':'1'}}}}          | /source/startingOffsets/t/0: must be a whole number
            {'source':{'startingOffsets':{'t':{'0':1.5}}}}          | /source/startingOffsets/t/0: must be a whole number
            """)
    void unreadableDefinitionSaysWhereAndWhy(String body, String detail) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> check(body));
        assertThat(problem).isNotNull();
        assertThat(problem.type()).isEqualTo(ProblemType.UNREADABLE_BODY);
        assertThat(problem.getMessage()).contains(detail).doesNotContain("tools.jackson", "io.sluice", "java.");
    }

    @Test
    @DisplayName("an unknown property or a value of a wrong type hides no other fault")
    void allAtOnce() {
        assertThat(pointers("""
                {'name':'P','nam':1,'source':{'topics':[1,'t','t'],'shema':'a INT','startingOffsets':{'t':{'0':'x'}},
                 'maxOffsetsPerTrigger':'5'},'sinks':[{'type':'postgres','tabel':'a','mode':5,'key':['a']},7],
                 'trigger':{'mode':'never'},'autoStart':'yes'}"""))
                .containsExactlyInAnyOrder(
                        "/nam",
                        "/source/topics/0",
                        "/source/shema",
                        "/source/maxOffsetsPerTrigger",
                        "/sinks/0/tabel",
                        "/sinks/0/mode",
                        "/sinks/1",
                        "/autoStart",
                        "/name",
                        "/source/topics/2",
                        "/source/schema",
                        "/trigger/mode");
        assertThat(pointers("{'name':'P','source':{'topics':['t'],'startingOffsets':{'t':{'0':'x'},'u':5}}}"))
                .containsExactlyInAnyOrder(
                        "/name",
                        "/source/schema",
                        "/source/startingOffsets/t/0",
                        "/source/startingOffsets/u",
                        "/source/startingOffsets/u",
                        "/sinks");
    }

    @Test
    @DisplayName("faults that are only there because something could not be read are not told")
    void noConsequences() {
        assertThat(pointers("{'name':5,'source':'t','sinks':[{'type':5,'table':'a','mode':'upsert'}],'trigger':[]}"))
                .containsExactlyInAnyOrder("/name", "/source", "/sinks/0/type", "/trigger");
    }

    @Test
    @DisplayName("more unreadable places than an answer tells end the search")
    void boundedFaults() {
        String many = IntStream.range(0, 5000).mapToObj(i -> "'x" + i + "':0").collect(joining(",", "{", "}"));
        assertThat(pointers(many)).hasSize(Limits.FAULTS);
    }

    private List<String> pointers(String body) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> check(body));
        assertThat(problem.type()).isEqualTo(ProblemType.UNREADABLE_BODY);
        return problem.errors().stream()
                .map(ProblemException.FieldError::pointer)
                .toList();
    }

    @Test
    @DisplayName("a format that is not there is answered with those that are")
    void listsFormats() {
        String body = SMALL.formatted(TABLE).replace("'schema':'a INT'", "'schema':'a INT','format':'avro'");
        assertThat(check(body).faults()).containsExactly(new Fault("/source/format", "is 'avro'; possible is 'json'"));
        assertThat(check(SMALL.formatted(TABLE).replace("'schema':'a INT'", "'schema':'a INT','options':{}"))
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} has a fault at {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'name':'p'                                        | 'name':null                       | /name
            'name':'p'                                        | 'name':'P'                        | /name
            'name':'p'                                        | 'name':'../p'                     | /name
            'name':'p'                                        | 'name':'p','description':'a\\u0000b' | /description
            'name':'p'                                        | 'name':'p','transform':'a\\ud800'  | /transform
            'name':'p'                                        | 'name':'p','transform':' '        | /transform
            'topics':['t']                                    | 'topics':[]                       | /source/topics
            'topics':['t']                                    | 'topics':['t','t']                | /source/topics/1
            'topics':['t']                                    | 'topics':['..']                   | /source/topics/0
            'topics':['t']                                    | 'topics':['a b']                  | /source/topics/0
            'topics':['t']                                    | 'topics':[null]                   | /source/topics/0
            'schema':'a INT'                                  | 'schema':''                       | /source/schema
            'schema':'a INT'                                  | 'schema':'a INT','format':'csv'   | /source/format
            'schema':'a INT'                                  | 'schema':'a INT','format':'JSON'  | /source/format
            'schema':'a INT'                                  | 'schema':'a INT','options':{'header':'true'} | /source/options
            'schema':'a INT'                                  | 'schema':'a INT','options':{'header':null} | /source/options/header
            'schema':'a INT'                                  | 'schema':'a INT','unknownFields':'drop' | /source/unknownFields
            'schema':'a INT'                                  | 'schema':'a INT','maxOffsetsPerTrigger':0 | /source/maxOffsetsPerTrigger
            'schema':'a INT'                                  | 'schema':'a INT','startingOffsets':'first' | /source/startingOffsets
            'schema':'a INT'                                  | 'schema':'a INT','startingOffsets':{'timestamp':'yesterday'} | /source/startingOffsets/timestamp
            'schema':'a INT'                                  | 'schema':'a INT','startingOffsets':{'u':{'0':1}} | /source/startingOffsets/u
            'schema':'a INT'                                  | 'schema':'a INT','startingOffsets':{'t':{'x':1}} | /source/startingOffsets/t
            'schema':'a INT'                                  | 'schema':'a INT','startingOffsets':{'t':{'0':-1}} | /source/startingOffsets/t/0
            'type':'postgres'                                 | 'type':'oracle'                   | /sinks/0/type
            'table':'p'                                       | 'table':'p;drop'                  | /sinks/0/table
            'table':'p'                                       | 'collection':'p'                  | /sinks/0/table
            'table':'p'                                       | 'table':'p','collection':'p'      | /sinks/0/collection
            'table':'p'                                       | 'table':'p','mode':'merge'        | /sinks/0/mode
            'table':'p'                                       | 'table':'p','key':['a']           | /sinks/0/key
            'table':'p'                                       | 'table':'p','version':'a'         | /sinks/0/version
            'table':'p'                                       | 'table':'p','mode':'upsert'       | /sinks/0/key
            'table':'p'                                       | 'table':'p','mode':'upsert','key':['a','a'] | /sinks/0/key
            'table':'p'}                                      | 'table':'p'},{'type':'postgres','table':'q'} | /sinks/1/type
            'table':'p'}                                      | 'table':'p'},{'type':'mongo','collection':'system'} | /sinks/1/collection
            'name':'p'                                        | 'name':'p','trigger':{'mode':'continuous','interval':'99ms'} | /trigger/interval
            'schema':'a INT'},'sinks'                         | 'schema':'a INT','maxOffsetsPerTrigger':7},'trigger':{'mode':'continuous'},'sinks' | /source/maxOffsetsPerTrigger
            'name':'p'                                        | 'name':'p','trigger':{'interval':'5'} | /trigger/interval
            'name':'p'                                        | 'name':'p','trigger':{'interval':'-1s'} | /trigger/interval
            'name':'p'                                        | 'name':'p','trigger':{'interval':'P9999999D'} | /trigger/interval
            'name':'p'                                        | 'name':'p','trigger':{'mode':'availableNow','interval':'1s'} | /trigger/interval
            """)
    void invalidDefinitionNamesItsFault(String part, String instead, String pointer) {
        String body = SMALL.formatted(TABLE);
        assertThat(body).contains(part);
        assertThat(check(body.replace(part, instead)).faults())
                .extracting(Fault::pointer)
                .contains(pointer);
    }

    @Test
    @DisplayName("has epochs of a second in continuous mode, unless it says otherwise")
    void continuousModeHasEpochsOfASecond() {
        String body = SMALL.formatted(TABLE).replace("'name':'p'", "'name':'p','trigger':{'mode':'continuous'%s}");
        Checked checked = check(body.formatted(""));
        assertThat(checked.faults()).isEmpty();
        assertThat(checked.definition().trigger()).isEqualTo(new TriggerDefinition("continuous", "PT1S"));
        assertThat(check(body.formatted(",'interval':'10s'"))
                        .spec()
                        .orElseThrow()
                        .trigger())
                .isEqualTo(new TriggerSpec(TriggerSpec.Mode.CONTINUOUS, Duration.ofSeconds(10)));
    }

    @Test
    @DisplayName("is told everything at once, and is analysed all the same")
    void everyFault() {
        Checked checked = check("{'name':'P','source':{'topics':['..'],'schema':'a INT'},"
                + "'sinks':[{'type':'postgres','table':'X'}],'trigger':{'mode':'never'}}");
        assertThat(checked.faults())
                .extracting(Fault::pointer)
                .containsExactly("/name", "/source/topics/0", "/sinks/0/table", "/trigger/mode");
        assertThat(checked.spec()).isPresent();
        assertThat(check("{}").faults()).extracting(Fault::pointer).containsExactly("/name", "/source", "/sinks");
    }

    @Test
    @DisplayName("is read from YAML as strictly")
    void readsYamlAsStrictly() {
        String yaml = """
                name: p
                source: {topics: [t], schema: a INT, startingOffsets: {t: {0: 12}}}
                sinks: [{type: postgres, table: p}]
                """;
        assertThat(check.check(reader.yaml(yaml.getBytes(UTF_8))).faults()).isEmpty();
        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> reader.yaml(yaml.replace("table:", "tabel:").getBytes(UTF_8)));
        assertThat(problem.getMessage()).contains("/sinks/0/tabel");
    }

    private StartingOffsets offsets(String json) {
        Checked checked =
                check(SMALL.formatted(TABLE).replace("'schema':'a INT'", "'schema':'a INT','startingOffsets':" + json));
        assertThat(checked.faults()).isEmpty();
        return checked.spec().orElseThrow().source().startingOffsets();
    }

    private Checked check(String body) {
        return check.check(reader.json(body.replace('\'', '"').getBytes(UTF_8)));
    }
}
