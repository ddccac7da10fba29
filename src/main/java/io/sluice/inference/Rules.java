package io.sluice.inference;

import io.sluice.inference.Finding.Part;
import io.sluice.inference.Finding.Remarks;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.text.Legible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Finds the narrowest type for each place that decodes every value there. The rules are in docs/inference.md. */
final class Rules {

    /** A schema may have 50 levels; what is deeper in records than this is rarely meant to be columns. */
    static final int DEEPEST = 30;

    /** A field is NOT NULL only if so many objects had a value in it, and none lacked one. */
    static final int ENOUGH_FOR_NOT_NULL = 100;

    private static final Set<String> TAKEN = Set.of(SourceColumns.METADATA.fieldNames());

    private final double tolerance;

    /** @param tolerance which share of the values of a place a narrower type may miss */
    Rules(double tolerance) {
        this.tolerance = tolerance;
    }

    /** @param records a place of whole records */
    Finding ofRecords(Place records) {
        return struct(records, 0);
    }

    /** A type that nearly all values fit takes the place of one that all fit, if so few may be missed. */
    private Finding tolerant(Finding finding) {
        Remarks remarks = finding.remarks();
        return remarks.narrower().stream()
                .filter(narrower -> narrower.misses() > 0 && narrower.misses() <= tolerance * narrower.of())
                .findFirst()
                .map(narrower -> Finding.of(
                        finding.place(),
                        DataType.fromDDL(narrower.type()),
                        new Remarks(
                                remarks.narrower(),
                                remarks.conflicts(),
                                List.of("proposed because of the tolerance: " + narrower.text()))))
                .orElse(finding);
    }

    private Finding of(Place place, String name, int depth) {
        Map<String, Long> kinds = kinds(place);
        if (kinds.isEmpty()) {
            return Finding.none(
                    place,
                    Remarks.hint("the sample has no value here but null, so that its type cannot be told; the schema"
                            + " leaves it out"));
        }
        if (kinds.size() > 1) {
            return tolerant(mixed(place, kinds));
        }
        if (depth > DEEPEST) {
            return Finding.none(
                    place, Remarks.conflict("nested deeper than " + DEEPEST + " levels; the schema leaves it out"));
        }
        if (place.arrays() > 0) {
            return array(place, name, depth);
        }
        if (place.objects() > 0) {
            return object(place, depth);
        }
        return tolerant(scalar(place, name));
    }

    /** What kinds of values there are, in words, each with how many of it there are; null is none. */
    private static Map<String, Long> kinds(Place place) {
        Map<String, Long> kinds = new LinkedHashMap<>();
        kinds.put("texts", place.texts().count);
        kinds.put("numbers", place.numbers().count);
        kinds.put("booleans", place.booleans());
        kinds.put("objects", place.objects());
        kinds.put("arrays", place.arrays());
        kinds.values().removeIf(count -> count == 0);
        return kinds;
    }

    private static Finding mixed(Place place, Map<String, Long> kinds) {
        String seen = kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        long of = place.count() - place.nulls();
        List<Narrower> narrower = new ArrayList<>();
        Optional.of(place.numbers())
                .filter(numbers -> numbers.count > 0)
                .flatMap(NumberRules::type)
                .ifPresent(type -> narrower.add(Narrower.of(type, place.numbers().count, of)));
        if (place.texts().count > 0) {
            narrower.add(Narrower.of(TextRules.type(place.texts()), place.texts().count, of));
        }
        if (place.booleans() > 0) {
            narrower.add(Narrower.of(DataTypes.BooleanType, place.booleans(), of));
        }
        narrower.sort((one, other) -> Long.compare(one.misses(), other.misses()));
        return Finding.none(
                place,
                new Remarks(
                        narrower, List.of(seen + ": no type reads all of them; the schema leaves it out"), List.of()));
    }

    private static Finding scalar(Place place, String name) {
        if (place.booleans() > 0) {
            return Finding.of(place, DataTypes.BooleanType, Remarks.NONE);
        }
        if (place.texts().count > 0) {
            DataType type = TextRules.type(place.texts());
            return Finding.of(place, type, TextRules.remarks(place.texts(), type, place.texts().count));
        }
        Numbers numbers = place.numbers();
        return NumberRules.type(numbers)
                .map(type -> Finding.of(place, type, NumberRules.remarks(name, numbers, type, numbers.count)))
                .orElseGet(() -> Finding.none(
                        place,
                        Remarks.conflict("numbers with more digits than any type holds exactly; the schema leaves it"
                                + " out")));
    }

    private Finding array(Place place, String name, int depth) {
        Finding element = of(place.element(), name, depth + 1);
        List<Part> parts = List.of(new Part(null, "[]", place.element().count(), false, element));
        Optional<DataType> type = element.type().map(DataTypes::createArrayType);
        return new Finding(place, type, parts, ofParts(type, element));
    }

    /** A container without a type says why; its part says more. */
    private static Remarks ofParts(Optional<DataType> type, Finding part) {
        if (type.isPresent()) {
            return Remarks.NONE;
        }
        return part.isConflict()
                ? Remarks.conflict("what is in it has no type; the schema leaves it out")
                : Remarks.hint("always empty or null in the sample; the schema leaves it out");
    }

    private Finding object(Place place, int depth) {
        if (place.fields().isEmpty()) {
            return Finding.none(place, Remarks.hint("always an object without fields; the schema leaves it out"));
        }
        if (MapRule.mayBeMap(place)) {
            Place values = place.values();
            Finding value = of(values, "", depth + 1);
            if (value.type().isPresent()) {
                DataType type = DataTypes.createMapType(
                        DataTypes.StringType, value.type().get());
                return new Finding(
                        place,
                        Optional.of(type),
                        List.of(new Part(null, "{}", values.count(), false, value)),
                        Remarks.hint(MapRule.reason(place)));
            }
        }
        return struct(place, depth);
    }

    private Finding struct(Place place, int depth) {
        List<Part> parts = new ArrayList<>();
        List<StructField> fields = new ArrayList<>();
        place.fields().forEach((name, field) -> {
            boolean required =
                    field.count() == place.objects() && field.nulls() == 0 && place.objects() >= ENOUGH_FOR_NOT_NULL;
            Finding finding = named(name, field, depth);
            parts.add(new Part(name, (depth == 0 ? "" : ".") + shown(name), place.objects(), required, finding));
            finding.type().ifPresent(type -> fields.add(DataTypes.createStructField(name, type, !required)));
        });
        Optional<DataType> type = fields.isEmpty() ? Optional.empty() : Optional.of(DataTypes.createStructType(fields));
        return new Finding(place, type, parts, structRemarks(place, type));
    }

    private static Remarks structRemarks(Place place, Optional<DataType> type) {
        if (type.isEmpty()) {
            return Remarks.hint("none of its fields has a type; the schema leaves it out");
        }
        return place.hasMoreNames()
                ? Remarks.conflict("more than " + place.fields().size()
                        + " different names; the schema leaves out those that came after")
                : Remarks.NONE;
    }

    private Finding named(String name, Place field, int depth) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            return Finding.none(
                    field,
                    Remarks.conflict("no column can have a name that is blank or has control characters; the schema"
                            + " leaves it out"));
        }
        if (depth == 0 && TAKEN.contains(name)) {
            return Finding.none(
                    field, Remarks.conflict("every record has a column of this name itself; the schema leaves it out"));
        }
        return of(field, name, depth + 1);
    }

    private static String shown(String name) {
        return Legible.of(Ddl.name(name));
    }
}
