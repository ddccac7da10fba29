package io.sluice.stream.transform.fault;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import scala.Function1;
import scala.Option;
import scala.PartialFunction;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractPartialFunction;

/** Catalyst's Scala collections and functions, as Java sees them. */
public final class Scala {

    private Scala() {}

    public static <T> List<T> list(Seq<T> values) {
        return JavaConverters.seqAsJavaList(values);
    }

    public static <T> Seq<T> seq(List<? extends T> values) {
        return JavaConverters.<T>asScalaBuffer(List.copyOf(values)).toList();
    }

    public static <K, V> scala.collection.immutable.Map<K, V> map(Map<K, V> entries) {
        return scala.collection.immutable.Map$.MODULE$.<K, V>empty().$plus$plus(JavaConverters.mapAsScalaMap(entries));
    }

    public static int intOr(Option<Object> value, int otherwise) {
        return value.isDefined() ? (Integer) value.get() : otherwise;
    }

    /** For Catalyst's {@code transform}: replaces the nodes of exactly this class. */
    public static <N extends TreeNode<?>, T extends N> PartialFunction<N, N> replacing(
            Class<T> type, Function<T, N> replacement) {
        return new AbstractPartialFunction<>() {
            @Override
            public boolean isDefinedAt(N node) {
                return node.getClass() == type;
            }

            @Override
            @SuppressWarnings("unchecked") // Scala's A1 <: N, B1 >: N, which Java cannot say
            public <A1 extends N, B1> B1 applyOrElse(A1 node, Function1<A1, B1> otherwise) {
                return isDefinedAt(node) ? (B1) replacement.apply(type.cast(node)) : otherwise.apply(node);
            }
        };
    }
}
