package io.sluice.stream.store.mongo.write;

import io.sluice.stream.store.StoreWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a task's bulks one after the other, beside the task: it makes the next documents and fills its COPY meanwhile.
 * Not more than one is under way, so that a slow Mongo holds the task up and not the heap. Used by the task's thread.
 */
final class BulkSender {

    private final MongoWriter.Delivery delivery;
    private final StoreWriter.Refusals refusals;
    private @Nullable Sending underWay;

    BulkSender(MongoWriter.Delivery delivery, StoreWriter.Refusals refusals) {
        this.delivery = delivery;
        this.refusals = refusals;
    }

    /** Waits for the bulk before, and begins to send this one. */
    void send(List<Pending> documents) throws InterruptedException {
        await();
        Sending next = new Sending(delivery, documents);
        next.start();
        underWay = next;
    }

    /**
     * Returns when nothing is under way any more, and what Mongo refused has been named.
     *
     * @throws RuntimeException what the bulk failed with
     */
    void await() throws InterruptedException {
        Sending sending = underWay;
        if (sending != null) {
            sending.join();
            underWay = null;
            for (Bulk.Refused refused : sending.refused()) {
                refusals.refused(refused.pending().record(), refused.pending().ordinal(), refused.reason());
            }
        }
    }

    /**
     * Breaks off what is under way, and waits for its end: nothing of a task may reach Mongo after its transaction, or it
     * could bring back a collection that was dropped meanwhile.
     */
    void close() {
        Sending sending = underWay;
        underWay = null;
        if (sending == null) {
            return;
        }
        sending.interrupt();
        boolean interrupted = false;
        while (sending.isAlive()) {
            try {
                sending.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread for each bulk: an interrupt then reaches that bulk alone, and its end is the bulk's. */
    private static final class Sending extends Thread {

        private final MongoWriter.Delivery delivery;
        private final List<Pending> documents;
        private List<Bulk.Refused> refused = List.of();
        private @Nullable RuntimeException failure;
        private @Nullable Error error;

        Sending(MongoWriter.Delivery delivery, List<Pending> documents) {
            super("sluice-mongo");
            setDaemon(true);
            this.delivery = delivery;
            this.documents = documents;
        }

        @Override
        public void run() {
            try {
                refused = delivery.deliver(documents);
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                error = e;
            }
        }

        /** What was refused; known once the thread has ended. */
        List<Bulk.Refused> refused() {
            if (error != null) {
                throw error;
            }
            if (failure != null) {
                throw failure;
            }
            return refused;
        }
    }
}
