package io.sluice.events.tail;

import io.sluice.web.exchange.LiveAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the reader of a tail is to get next. Nothing is added for one who does not take it. Thread-safe. */
final class TailQueue implements LiveAnswer.Source {

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Runnable onClosed;

    TailQueue(Runnable onClosed) {
        this.onClosed = onClosed;
    }

    synchronized void add(byte[] piece) {
        pieces.add(piece);
    }

    /** Whether everything was taken. */
    synchronized boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** @return whether the reader is gone, at once if so, or the time is over */
    boolean awaitClosed(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized byte @Nullable [] next(boolean late) {
        return pieces.poll();
    }

    @Override
    public void closed() {
        closed.countDown();
        onClosed.run();
    }
}
