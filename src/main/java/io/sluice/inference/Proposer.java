package io.sluice.inference;

import io.sluice.inference.Finding.Part;
import io.sluice.inference.SchemaProposal.ExampleView;
import io.sluice.inference.SchemaProposal.ShapeView;
import io.sluice.inference.SchemaProposal.UndecodableView;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SampleReader;
import io.sluice.stream.format.SourceSchema;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Makes a proposal of one sample. Used once, on one thread. */
final class Proposer {

    /** A schema may have 65,536 characters. */
    private static final int LONGEST_SCHEMA = 60_000;

    private static final int MOST_EXAMPLES = 5;

    /** Where the caller takes misfits into account, he wants to see them. */
    private static final int MOST_MISFITS = 100;

    /** How often less is tolerated at each place, until the records that do not fit are few enough together. */
    private static final int ROUNDS = 4;

    private final Format format;
    private final SampleReader reader;
    private final Stores stores;
    private final double tolerance;
    private final List<byte[]> readable = new ArrayList<>();
    private final List<ExampleView> undecodable = new ArrayList<>();
    private int undecodableCount;
    private final List<String> notices = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * @param reader of the format
     * @param tolerance which share of the records that can be read need not fit the schema
     */
    Proposer(Format format, SampleReader reader, Stores stores, double tolerance) {
        this.format = format;
        this.reader = reader;
        this.stores = stores;
        this.tolerance = tolerance;
    }

    SchemaProposal propose(String topic, List<SourceRecord> sample, boolean cut) throws RejectedException {
        Place place = Place.ofRecords();
        for (SourceRecord record : sample) {
            endIfNobodyWaits();
            try {
                reader.read(record.value(), place);
                readable.add(Objects.requireNonNull(record.value()));
            } catch (RejectedException e) {
                rejected(record, e);
            }
        }
        if (place.hasMoreNames()) {
            notices.add("The records have more than " + place.fields().size()
                    + " different names; those that came after are left out.");
        }
        Rules rules = rules(place, sample);
        Finding finding = rules.ofRecords(place);
        StructType schema = fitting(finding);
        if (schema.isEmpty()) {
            notices.add(nothing(topic, sample));
        } else {
            verify(schema, sample);
        }
        Storable storable = Storable.of(schema, schema.isEmpty() ? List.of() : undecoded(finding), stores);
        List<SchemaProposal.FieldView> fields = Report.of(finding);
        if (fields.size() == Report.MOST) {
            notices.add("Only the first " + Report.MOST + " fields are listed.");
        }
        return new SchemaProposal(
                topic,
                format.name(),
                schema.isEmpty() ? null : Ddl.of(schema),
                storable.transform().orElse(null),
                sample.size(),
                cut,
                new UndecodableView(undecodableCount, undecodable),
                shapes(schema, rules),
                fields,
                schema.isEmpty() ? null : table(topic, storable.columns()).orElse(null),
                notices);
    }

    /** The rules by which no more of the records do not fit than may be; the tolerance of several places adds up. */
    private Rules rules(Place place, List<SourceRecord> sample) {
        double each = tolerance;
        for (int round = 0; round < ROUNDS && tolerance > 0; round++) {
            Rules rules = new Rules(each);
            StructType schema = fitting(rules.ofRecords(place));
            notices.removeAll(leftOut);
            if (schema.isEmpty()) {
                break;
            }
            verify(schema, sample);
            if (undecodableCount - (sample.size() - readable.size()) <= tolerance * readable.size()) {
                return rules;
            }
            each /= 2;
        }
        return new Rules(0);
    }

    private static void endIfNobodyWaits() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Nobody waits for the proposal any more");
        }
    }

    private void rejected(SourceRecord record, RejectedException why) {
        undecodableCount++;
        if (undecodable.size() < (tolerance > 0 ? MOST_MISFITS : MOST_EXAMPLES)) {
            undecodable.add(new ExampleView(record.partition(), record.offset(), why.reason()));
        }
    }

    private String nothing(String topic, List<SourceRecord> sample) {
        if (sample.isEmpty()) {
            return "Topic '" + topic + "' has no records to read. Append some, then repeat the request.";
        }
        return readable.isEmpty()
                ? "None of the " + sample.size() + " records is what the format '" + format.name()
                        + "' reads, so there is nothing to propose; 'undecodable' says why."
                : "None of the fields has a type that decodes it everywhere, so there is nothing to propose; 'fields'"
                        + " says why.";
    }

    /** Decodes every record of the sample as a pipeline with this schema would. */
    private void verify(StructType schema, List<SourceRecord> sample) {
        RecordDecoder decoder = format.decoder(
                        SourceSchema.parse(format, Ddl.of(schema)), new FormatSpec(format.name(), Map.of(), false))
                .open();
        undecodable.clear();
        undecodableCount = 0;
        for (SourceRecord record : sample) {
            endIfNobodyWaits();
            try {
                decoder.decode(record.value());
            } catch (RejectedException e) {
                rejected(record, e);
            }
        }
    }

    /** Leaves out the columns that the fewest records have, until a definition can hold the rest. */
    private StructType fitting(Finding finding) {
        List<StructField> all = finding.type()
                .map(type -> List.of(((StructType) type).fields()))
                .orElse(List.of());
        List<StructField> byFrequency = new ArrayList<>(all);
        Map<String, Place> places = finding.place().fields();
        byFrequency.sort(Comparator.comparingLong(
                column -> -Objects.requireNonNull(places.get(column.name())).count()));
        Set<StructField> kept = new HashSet<>();
        int left = LONGEST_SCHEMA;
        for (StructField column : byFrequency) {
            left -= Ddl.of(column).length() + 2;
            if (left >= 0) {
                kept.add(column);
            }
        }
        leftOut.clear();
        if (kept.size() < all.size()) {
            leftOut.add((all.size() - kept.size()) + " columns are left out, because a schema has at most 65,536"
                    + " characters.");
        }
        notices.addAll(leftOut);
        return DataTypes.createStructType(all.stream().filter(kept::contains).toList());
    }

    private static List<String> undecoded(Finding finding) {
        return finding.parts().stream()
                .filter(part -> part.finding().isConflict())
                .map(Part::step)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<ShapeView> shapes(StructType all, Rules rules) throws RejectedException {
        if (all.isEmpty()) {
            return List.of();
        }
        List<ShapeView> views = new ArrayList<>();
        List<Shapes.Shape> shapes = Shapes.of(readable, reader);
        for (Shapes.Shape shape : shapes) {
            StructType schema = all;
            if (shapes.size() > 1) {
                Place place = Place.ofRecords();
                for (int i : shape.records()) {
                    reader.read(readable.get(i), place);
                }
                schema = kept(rules.ofRecords(place), all);
            }
            views.add(new ShapeView(
                    Report.share(shape.records().size(), readable.size()),
                    shape.records().size(),
                    shape.when(),
                    schema.isEmpty() ? null : Ddl.of(schema)));
        }
        return views;
    }

    /** The columns of a shape that the schema of all records has room for. */
    private static StructType kept(Finding shape, StructType all) {
        Set<String> names = Set.of(all.fieldNames());
        return DataTypes.createStructType(shape.type().stream()
                .flatMap(type -> Arrays.stream(((StructType) type).fields()))
                .filter(column -> names.contains(column.name()))
                .toList());
    }

    /** Returns the statement of the first store that has such statements. */
    private Optional<String> table(String topic, StructType columns) {
        for (Store store : stores.all()) {
            SinkSpec sink = SinkSpec.append(store.type(), Storable.target(topic, store));
            boolean possible = store.objection(columns).isEmpty()
                    && Arrays.stream(columns.fields())
                            .noneMatch(column -> store.objection(column).isPresent());
            Optional<String> statement = possible ? store.creation(sink, columns) : Optional.empty();
            if (statement.isPresent()) {
                return statement;
            }
        }
        return Optional.empty();
    }
}
