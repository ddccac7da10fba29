package io.sluice.pipeline.history;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.pipeline.history.HistoryTable.Mark;
import io.sluice.pipeline.lifecycle.Condition;
import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.pipeline.lifecycle.StateListener;
import io.sluice.stream.text.Excerpt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What happened to pipelines, until it is written. Takes few and short ones: what repeats itself is told every ten
 * minutes, and while the database is away the oldest are forgotten. Thread-safe; never blocks for a server.
 */
@Component
public final class Marks implements StateListener {

    private static final int MOST = 2_000;
    private static final int LONGEST = 300;
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final Duration NEW = Duration.ofSeconds(10);

    private final Clock clock;
    private final Deque<Mark> waiting = new ArrayDeque<>();
    private final Map<Long, Map<Kind, Mark>> last = new HashMap<>();

    @Autowired
    Marks() {
        this(Clock.systemUTC());
    }

    Marks(Clock clock) {
        this.clock = clock;
    }

    /** What happened. The names are part of the API and stand in the database. */
    public enum Kind {
        START,
        STOP,
        COMPLETION,
        FAILURE,
        RETRY,
        DEFINITION,
        REPLAY,
        OFFSETS,
        GAP;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind labelled(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There are no marks of the kind " + label));
        }
    }

    @Override
    public void changed(long pipelineId, Condition now) {
        switch (now.state()) {
            case CREATED, STARTING, STOPPING -> {}
            case RUNNING -> add(pipelineId, Kind.START, "It runs.");
            case STOPPED -> add(pipelineId, Kind.STOP, "It is stopped.");
            case COMPLETED -> add(pipelineId, Kind.COMPLETION, "It has drained what was there.");
            case FAILED -> add(pipelineId, Kind.FAILURE, reason(now.lastError()));
            case RETRYING -> add(pipelineId, Kind.RETRY, reason(now.lastError()));
        }
    }

    private static String reason(@Nullable LastError error) {
        return error == null ? "No reason is known." : error.type() + ": " + error.message();
    }

    /** @param text one sentence; of a longer one the beginning is kept */
    public synchronized void add(long pipelineId, Kind kind, String text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Mark mark = new Mark(pipelineId, now, kind, Excerpt.of(text, LONGEST));
        Map<Kind, Mark> its = last.computeIfAbsent(pipelineId, id -> new HashMap<>());
        Mark before = its.get(kind);
        boolean repeats = (kind == Kind.RETRY || kind == Kind.START && its.containsKey(Kind.RETRY))
                && before != null
                && before.text().equals(mark.text())
                && Duration.between(before.at(), now).abs().compareTo(AGAIN) < 0;
        if (!repeats) {
            its.put(kind, mark);
            waiting.addLast(mark);
            if (waiting.size() > MOST) {
                waiting.removeFirst();
            }
        }
    }

    /** Forgets all: another instance runs the pipelines. */
    synchronized void clear() {
        waiting.clear();
        last.clear();
    }

    /** The marks that wait to be written. */
    synchronized List<Mark> waiting() {
        return new ArrayList<>(waiting);
    }

    /** Forgets those that are written. */
    synchronized void written(List<Mark> marks) {
        waiting.removeIf(Set.copyOf(marks)::contains);
    }

    /** Forgets those of other pipelines, but not the newest: a pipeline may have been made since these were listed. */
    synchronized void retain(Set<Long> pipelines) {
        Instant now = clock.instant();
        waiting.removeIf(mark -> !pipelines.contains(mark.pipelineId())
                && Duration.between(mark.at(), now).abs().compareTo(NEW) > 0);
        last.keySet().retainAll(pipelines);
    }
}
