package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Offsets by topic and partition")
class OffsetsTest {

    private static final Offsets SOME = new Offsets(Map.of("b.c", Map.of(0, 9L), "a", Map.of(10, 1L, 2, 7L)));

    @Test
    @DisplayName("are written and read as Spark's Kafka source has them, in order")
    void areSparksJson() {
        assertThat(SOME.toJson()).isEqualTo("{\"a\":{\"2\":7,\"10\":1},\"b.c\":{\"0\":9}}");
        assertThat(Offsets.parse(SOME.toJson())).isEqualTo(SOME).hasSameHashCodeAs(SOME);
        assertThat(Offsets.parse(null)).isEqualTo(Offsets.NONE);
        assertThat(Offsets.parse("{}")).isEqualTo(Offsets.NONE);
        assertThatThrownBy(() -> Offsets.parse("{\"a\":7}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("are told in the order of topics and partitions, and counted")
    void areOrdered() {
        List<String> told = new ArrayList<>();
        SOME.forEach((topic, partition, offset) -> told.add(topic + partition + "=" + offset));
        assertThat(told).containsExactly("a2=7", "a10=1", "b.c0=9");
        assertThat(SOME.size()).isEqualTo(3);
        assertThat(SOME.topics()).containsExactly("a", "b.c");
    }

    @Test
    @DisplayName("of a partition that has none are null, or what stands for them")
    void areMissing() {
        assertThat(SOME.get("a", 2)).isEqualTo(7);
        assertThat(SOME.get("a", 0)).isNull();
        assertThat(SOME.get("c", 0, 5)).isEqualTo(5);
        assertThat(SOME.partitions("c")).isEmpty();
    }

    @Test
    @DisplayName("of two kinds join in the smaller or the greater ones")
    void twoKindsJoinInTheSmallerOrTheGreater() {
        Offsets other = new Offsets(Map.of("a", Map.of(2, 6L, 10, 4L), "d", Map.of(0, 0L)));
        assertThat(SOME.earlier(other).toJson())
                .isEqualTo("{\"a\":{\"2\":6,\"10\":1},\"b.c\":{\"0\":9},\"d\":{\"0\":0}}");
        assertThat(SOME.later(other).toJson())
                .isEqualTo("{\"a\":{\"2\":7,\"10\":4},\"b.c\":{\"0\":9},\"d\":{\"0\":0}}");
    }

    @Test
    @DisplayName("do not change with what they were made of, and forget topics without partitions")
    void areImmutable() {
        Map<Integer, Long> partitions = new HashMap<>(Map.of(0, 1L));
        Offsets offsets = new Offsets(Map.of("a", partitions, "empty", Map.of()));
        partitions.put(1, 2L);
        assertThat(offsets.byTopic()).isEqualTo(Map.of("a", Map.of(0, 1L)));
        assertThatThrownBy(() -> offsets.partitions("a").put(1, 2L)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(new Offsets(Map.of("empty", Map.of())).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("travel to executors")
    void travelToExecutors() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(SOME);
        assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
                .isEqualTo(SOME);
    }
}
