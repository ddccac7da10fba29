package io.sluice.topic;

import io.sluice.stream.format.RecordMask;
import java.util.Collection;

/** Knows what of topics' records is not for everybody. Thread-safe. */
@FunctionalInterface
public interface TopicMasks {

    /**
     * What is hidden of the records of these topics.
     *
     * @param seesMasked whether whoever asks sees everything, as {@link io.sluice.web.Caller#seesMasked} says
     * @throws io.sluice.web.ProblemException STANDBY or PLATFORM_UNAVAILABLE while that is not known
     */
    RecordMask of(Collection<String> topics, boolean seesMasked);
}
