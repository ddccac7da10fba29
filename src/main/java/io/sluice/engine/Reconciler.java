package io.sluice.engine;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Holds what a flow's stores have against what its topics imply. Thread-safe. */
public interface Reconciler {

    /**
     * Reads the topics again, from where the flow began up to where the ledger says that it is now, and compares every
     * record with the stores, the dead letters and the counters. May be called while the flow runs. Blocks until it is done.
     *
     * @param repair whether rows and letters that are missing are written, and rows that differ are written over
     * @param cancelled asked every now and then
     * @param progress hears in this thread how far it is, and last the whole report
     * @throws java.util.concurrent.CancellationException once it was cancelled
     * @throws FlowDefinitionException if the flow cannot be compiled, or its topics are not those that it has read
     * @throws Exception if a server cannot be reached, or if the flow was set to other positions meanwhile
     */
    void reconcile(FlowRun run, boolean repair, BooleanSupplier cancelled, Consumer<ReconciliationReport> progress)
            throws Exception;
}
