package io.sluice.engine;

import java.util.List;

/**
 * What was seen when the topics of a flow were looked at.
 *
 * @param missing topics that do not exist
 * @param records how many of the newest records were JSON objects, and so could be compared with the schema; 50 at most
 * @param neverSeen columns of the schema that none of these records has; empty if there was no record
 * @param unread fields of these records, at the outermost level, that the schema does not name; a hundred at most
 */
public record SourceLook(List<MissingTopic> missing, int records, List<String> neverSeen, List<String> unread) {

    /** @param near existing topics of similar names, the nearest first */
    public record MissingTopic(String name, List<String> near) {}
}
