package io.sluice.web.exchange;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be held at once, by all requests together. Thread-safe. */
final class Budget {

    private final long total;
    private final AtomicLong claimed = new AtomicLong();

    Budget(long total) {
        this.total = total;
    }

    /** @return whether so many bytes were free; they are claimed then */
    boolean claim(long bytes) {
        if (claimed.addAndGet(bytes) <= total) {
            return true;
        }
        claimed.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        claimed.addAndGet(-bytes);
    }

    long claimed() {
        return claimed.get();
    }
}
