package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.events.History.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A reader of events")
class EventStreamTest {

    private final EventIds ids = new EventIds(UUID.randomUUID());
    private final History history = new History(10);
    private final Overview overview = new Overview(Duration.ofSeconds(15));

    @Test
    @DisplayName("that takes what it is sent gets every event")
    void every() {
        EventStream stream = begun(null);
        add("state a", "1");
        add("state a", "2");
        assertThat(rest(stream, false)).containsExactly("1", "2");
        add("state a", "3");
        assertThat(rest(stream, false)).containsExactly("3");
    }

    @Test
    @DisplayName("that had to be waited for gets the newest of each subject, in their order")
    void newest() {
        EventStream stream = begun(null);
        add("state a", "1");
        add("progress a", "2");
        add("state b", "3");
        add("state a", "4");
        add("progress a", "5");
        assertThat(rest(stream, true)).containsExactly("3", "4", "5");
    }

    @Test
    @DisplayName("that comes back gets all that it has missed, though it has to be waited for")
    void owed() {
        add("state a", "1");
        add("state a", "2");
        add("state a", "3");
        EventStream stream = begun(ids.text(1));
        add("state a", "4");
        add("state a", "5");
        assertThat(rest(stream, true)).containsExactly("2", "3", "5");
    }

    @Test
    @DisplayName("that is further behind than what is kept gets how everything is, and goes on from there")
    void tooFarBehind() {
        overview.pipeline("a", "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        overview.pipeline("b", "{\"name\":\"b\"}".getBytes(StandardCharsets.UTF_8));
        EventStream stream = begun(null);
        for (int i = 0; i < 11; i++) {
            add("state a", "" + i);
        }
        assertThat(String.join("", rest(stream, true))).isEqualTo("""
                id: %s
                event: snapshot
                data: {"heartbeatSeconds":15,"platform":{},"pipelines":[
                data: {"name":"a"}
                data: ,{"name":"b"}
                data: ]}

                """.formatted(ids.text(11)));
        add("state a", "12");
        assertThat(rest(stream, false)).containsExactly("12");
    }

    @Test
    @DisplayName("begins anew when all is forgotten, even if it has had everything")
    void forgotten() {
        EventStream stream = begun(null);
        add("state a", "1");
        rest(stream, false);
        history.forget();
        assertThat(rest(stream, false).get(0)).contains("event: snapshot");
    }

    @Test
    @DisplayName("keeps nobody from forgetting events that are large together")
    void largeEvents() {
        History large = new History(1000);
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 100; i++) {
            large.add(new Event("state a", "a", megabyte));
        }
        assertThat(large.reaches(100 - History.MOST_BYTES / megabyte.length)).isTrue();
        assertThat(large.reaches(100 - History.MOST_BYTES / megabyte.length - 1))
                .isFalse();
    }

    @Test
    @DisplayName("is not taken for one of another run by its id")
    void idsOfRuns() {
        assertThat(ids.number(ids.text(7))).isEqualTo(7);
        assertThat(ids.number(new EventIds(UUID.randomUUID()).text(7))).isEqualTo(-1);
        assertThat(ids.number(ids.text(7) + "x")).isEqualTo(-1);
        assertThat(ids.number("")).isEqualTo(-1);
    }

    private EventStream begun(@Nullable String lastEventId) {
        EventStream stream = new EventStream(ids, history, overview, name -> true, lastEventId);
        assertThat(new String(stream.next(false), StandardCharsets.UTF_8)).startsWith("retry:");
        assertThat(stream.next(false)).as("before it may begin").isNull();
        stream.begin();
        if (lastEventId == null) {
            assertThat(rest(stream, false).get(0)).contains("event: snapshot");
        }
        return stream;
    }

    private void add(String subject, String text) {
        history.add(new Event(subject, "a", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> rest(EventStream stream, boolean late) {
        List<String> all = new ArrayList<>();
        for (byte[] next = stream.next(late); next != null; next = stream.next(late)) {
            all.add(new String(next, StandardCharsets.UTF_8));
        }
        return all;
    }
}
