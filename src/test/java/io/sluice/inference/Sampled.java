package io.sluice.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.inference.SchemaProposal.FieldView;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.testing.TestStores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Proposals for JSON values that are no topic's. */
final class Sampled {

    private Sampled() {}

    static SchemaProposal propose(String... values) {
        return propose(Arrays.asList(values));
    }

    /** The same value a number of times. */
    static SchemaProposal propose(int times, String value) {
        return propose(IntStream.range(0, times).mapToObj(i -> value).toList());
    }

    static SchemaProposal propose(List<String> values) {
        return propose(values.stream()
                .map(value -> value == null ? null : value.getBytes(UTF_8))
                .toArray(byte[][]::new));
    }

    static SchemaProposal propose(byte[][] values) {
        return propose(0, values);
    }

    static SchemaProposal propose(double tolerance, byte[]... values) {
        List<SourceRecord> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(new SourceRecord("sample", 0, records.size(), 0, null, value, List.of()));
        }
        Format json = new JsonFormat();
        try {
            return new Proposer(json, json.samples().orElseThrow(), TestStores.nowhere(), tolerance)
                    .propose("sample", records, false);
        } catch (RejectedException e) {
            throw new AssertionError(e);
        }
    }

    static FieldView field(SchemaProposal proposal, String path) {
        return proposal.fields().stream()
                .filter(field -> field.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + path + " in " + proposal.fields()));
    }
}
