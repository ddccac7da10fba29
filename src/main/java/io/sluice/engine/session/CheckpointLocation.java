package io.sluice.engine.session;

/**
 * Where the checkpoints of all flows are kept.
 *
 * @param uri any Hadoop file system URI, or an absolute local path
 */
public record CheckpointLocation(String uri) {}
