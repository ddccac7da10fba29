package io.sluice.pipeline.letters;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The last replays of one pipeline, the one that runs among them. Thread-safe. */
final class ReplayHistory {

    static final int MOST = 20;

    private final Deque<ReplayRun> newestFirst = new ArrayDeque<>();

    synchronized void add(ReplayRun run) {
        newestFirst.addFirst(run);
        if (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
    }

    synchronized List<ReplayRun> newestFirst() {
        return List.copyOf(newestFirst);
    }

    Optional<ReplayRun> find(UUID id) {
        return newestFirst().stream().filter(run -> run.id().equals(id)).findFirst();
    }

    Optional<ReplayRun> running() {
        return newestFirst().stream().filter(ReplayRun::isRunning).findFirst();
    }
}
