package io.sluice.telemetry;

/** Looks whether a service answers. Used by one thread at a time. */
@FunctionalInterface
public interface Check extends AutoCloseable {

    /**
     * Returns if the service answers.
     *
     * @throws Exception if it does not, within the monitor's timeout
     */
    void run() throws Exception;

    @Override
    default void close() {}
}
