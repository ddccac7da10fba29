/**
 * Kafka topics over REST: what there is, the newest records, appending records. Public face:
 * {@link io.sluice.topic.TopicService}. May use web and flow.
 */
@NullMarked
package io.sluice.topic;

import org.jspecify.annotations.NullMarked;
