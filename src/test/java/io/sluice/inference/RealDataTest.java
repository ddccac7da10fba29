package io.sluice.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.SchemaProposal.FieldView;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SourceSchema;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is proposed for real records")
class RealDataTest {

    static Stream<String> names() {
        return RealData.names().stream();
    }

    /** Where it is not, what is proposed now lies in {@code target/inference}, for a person to judge. */
    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("is what somebody has looked at and accepted")
    void isAsAccepted(String name) throws IOException {
        String proposed = written(Sampled.propose(RealData.lines(name)));
        Path now = Path.of("target", "inference", name + ".txt");
        Files.createDirectories(now.getParent());
        Files.writeString(now, proposed);

        assertThat(proposed).isEqualTo(Files.readString(Path.of("src/test/resources/inference", name + ".txt")));
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("decodes every one of them")
    void decodesAll(String name) throws Exception {
        List<String> records = RealData.lines(name);
        SchemaProposal proposal = Sampled.propose(records);
        JsonFormat json = new JsonFormat();
        RecordDecoder decoder = json.decoder(
                        SourceSchema.parse(json, proposal.schema()), new FormatSpec("json", Map.of(), false))
                .open();
        for (String record : records) {
            assertThat(decoder.decode(record.getBytes(UTF_8))).isNotNull();
        }
        assertThat(proposal.undecodable().count()).isZero();
        assertThat(proposal.records()).isEqualTo(records.size());
    }

    /** Without examples: the records are not ours to keep. */
    private static String written(SchemaProposal proposal) {
        StringBuilder text = new StringBuilder();
        text.append(proposal.records()).append(" records\n\n");
        text.append("schema\n").append(columns(proposal.schema())).append("\n\n");
        text.append("transform\n  ").append(proposal.transform()).append("\n\n");
        text.append("table\n")
                .append(String.valueOf(proposal.table()).indent(2))
                .append('\n');
        proposal.shapes()
                .forEach(shape -> text.append("shape ")
                        .append(shape.share())
                        .append(" when ")
                        .append(shape.when())
                        .append('\n')
                        .append(columns(shape.schema()))
                        .append("\n\n"));
        text.append("path: type; present, null; types\n");
        proposal.fields().forEach(field -> text.append(written(field)));
        proposal.notices().forEach(notice -> text.append(notice).append('\n'));
        return text.toString();
    }

    /** The outermost columns on a line each. */
    private static String columns(String schema) {
        StringBuilder text = new StringBuilder("  ");
        int depth = 0;
        for (char c : schema.toCharArray()) {
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            text.append(c == ',' && depth == 0 ? ",\n " : String.valueOf(c));
        }
        return text.toString();
    }

    private static String written(FieldView field) {
        String remarks = Stream.of(
                        field.narrower().stream().map(Narrower::text),
                        field.conflicts().stream(),
                        field.hints().stream())
                .flatMap(each -> each)
                .map(remark -> "    " + remark + "\n")
                .collect(Collectors.joining());
        return "  " + field.path() + ": " + field.type() + (field.notNull() ? " NOT NULL" : "") + "; " + field.present()
                + ", " + field.absent() + "; " + field.types() + "\n" + remarks;
    }
}
