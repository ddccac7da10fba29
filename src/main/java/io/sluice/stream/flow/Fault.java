package io.sluice.stream.flow;

/**
 * One thing that is wrong with a definition.
 *
 * @param pointer JSON pointer into the pipeline definition, such as {@code /source/schema}
 * @param message what is wrong and what would be right
 */
public record Fault(String pointer, String message) {}
