package io.sluice.inference;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.SampleReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells records of several shapes in one sample apart. The method is in docs/inference.md. */
final class Shapes {

    private static final int MOST = 20;

    /** How mixed a sample must be: two fields that half of the records have are so. */
    private static final double MIXED = 0.5;

    /** What a field may leave of that to explain the shapes. */
    private static final double EXPLAINED = 0.4;

    private static final double ALIKE = 0.5;

    private final List<Outline> outlines;
    private final Outline.Paths paths;

    private Shapes(List<Outline> outlines, Outline.Paths paths) {
        this.outlines = outlines;
        this.paths = paths;
    }

    /**
     * Records of one shape.
     *
     * @param when what tells them from the others, as a condition of SQL; null if no field does
     * @param records their indexes in the sample
     */
    record Shape(@Nullable String when, List<Integer> records) {}

    /**
     * Finds the shapes of a sample, the most frequent first; one if all records are alike.
     *
     * @param values that the reader takes
     */
    static List<Shape> of(List<byte[]> values, SampleReader reader) throws RejectedException {
        Outline.Paths paths = new Outline.Paths();
        List<Outline> outlines = new ArrayList<>();
        for (byte[] value : values) {
            Outline outline = Outline.empty();
            reader.read(value, outline.drawing(paths));
            outlines.add(outline);
        }
        return new Shapes(outlines, paths).find();
    }

    private List<Shape> find() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < outlines.size(); i++) {
            all.add(i);
        }
        double mixed = mixed(List.of(all));
        List<Shape> shapes = mixed < MIXED ? List.of() : explained(mixed).orElseGet(() -> alike(all));
        return shapes.size() < 2
                ? List.of(new Shape(null, all))
                : shapes.stream()
                        .sorted(Comparator.comparingInt(
                                (Shape shape) -> -shape.records().size()))
                        .limit(MOST)
                        .toList();
    }

    /** The variance of whether a record has a field, summed over the fields, within the groups. */
    private double mixed(Iterable<List<Integer>> groups) {
        double sum = 0;
        for (List<Integer> group : groups) {
            int[] having = new int[paths.size()];
            group.forEach(i -> outlines.get(i).fields().stream().forEach(path -> having[path]++));
            for (int count : having) {
                sum += (double) count * (group.size() - count) / group.size();
            }
        }
        return sum / outlines.size();
    }

    /** @param left how mixed the groups still are */
    private record Candidate(int path, Map<String, List<Integer>> groups, double left) {}

    /** Groups by the text that leaves the groups least mixed, if little is left. */
    private Optional<List<Shape>> explained(double mixed) {
        return outlines.get(0).texts().keySet().stream()
                .flatMap(path ->
                        byText(path).map(groups -> new Candidate(path, groups, mixed(groups.values()))).stream())
                .min(Comparator.comparingDouble(Candidate::left)
                        .thenComparingInt(candidate -> candidate.groups().size())
                        .thenComparingInt(Candidate::path))
                .filter(candidate -> candidate.left() <= EXPLAINED * mixed)
                .map(candidate -> candidate.groups().entrySet().stream()
                        .map(group -> new Shape(condition(candidate.path(), group.getKey()), group.getValue()))
                        .toList());
    }

    private Optional<Map<String, List<Integer>>> byText(int path) {
        Map<String, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < outlines.size(); i++) {
            String text = outlines.get(i).texts().get(path);
            if (text == null) {
                return Optional.empty();
            }
            groups.computeIfAbsent(text, each -> new ArrayList<>()).add(i);
            if (groups.size() > MOST) {
                return Optional.empty();
            }
        }
        return 2 * groups.size() <= outlines.size() ? Optional.of(groups) : Optional.empty();
    }

    private String condition(int path, String text) {
        return paths.path(path).stream().map(Ddl::quoted).collect(Collectors.joining(".")) + " = '"
                + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Groups by the outermost fields: a set of them joins the most frequent one that it shares half of all fields with. */
    private List<Shape> alike(List<Integer> all) {
        Map<BitSet, List<Integer>> bySet = new LinkedHashMap<>();
        all.forEach(i -> bySet.computeIfAbsent(outlines.get(i).topFields(), each -> new ArrayList<>())
                .add(i));
        Map<BitSet, List<Integer>> shapes = new LinkedHashMap<>();
        bySet.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<BitSet, List<Integer>> each) ->
                        -each.getValue().size()))
                .forEach(each -> {
                    BitSet shape = shapes.keySet().stream()
                            .filter(other -> areAlike(other, each.getKey()))
                            .findFirst()
                            .orElse(each.getKey());
                    shapes.computeIfAbsent(shape, fields -> new ArrayList<>()).addAll(each.getValue());
                });
        return shapes.values().stream().map(records -> new Shape(null, records)).toList();
    }

    private static boolean areAlike(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        BitSet all = (BitSet) one.clone();
        all.or(other);
        return both.cardinality() >= ALIKE * all.cardinality();
    }
}
