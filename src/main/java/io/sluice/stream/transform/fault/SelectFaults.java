package io.sluice.stream.transform.fault;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a SELECT, in the order of its text and nothing twice. */
public final class SelectFaults {

    private final TreeSet<Placed> found = new TreeSet<>(Comparator.comparingInt(Placed::line)
            .thenComparingInt(Placed::column)
            .thenComparing(Placed::text));

    /** @param origin where Spark's parser saw it; null, or without a line, if it has no place */
    public void add(@Nullable Origin origin, String text) {
        if (origin == null) {
            add(0, 0, text);
            return;
        }
        add(Scala.intOr(origin.line(), 0), Scala.intOr(origin.startPosition(), 0) + 1, text);
    }

    /** @param line from 1, or 0 if the place is not known */
    public void add(int line, int column, String text) {
        found.add(new Placed(line, column, text));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public void throwIfAny() throws InvalidTransformException {
        if (!found.isEmpty()) {
            throw new InvalidTransformException(messages());
        }
    }

    private List<String> messages() {
        return found.stream().map(Placed::message).toList();
    }

    private record Placed(int line, int column, String text) {
        String message() {
            return line == 0 ? text : Place.of(line, column) + text;
        }
    }
}
