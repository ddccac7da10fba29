package io.sluice.demo;

/** Makes the demonstration's pipeline; the only thing that the demonstration asks of pipelines. */
@FunctionalInterface
public interface DemoPipeline {

    /**
     * Creates the pipeline unless one of its name is there, which is left as it is. Called on the feed's thread, again
     * and again until it returns.
     *
     * @param definition the body of {@code POST /api/v1/pipelines}, JSON
     * @throws RuntimeException if that is not possible at the moment
     */
    void createIfAbsent(String definition);
}
