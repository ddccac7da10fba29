package io.sluice.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether one has to log in. */
public enum Security {
    /** Whoever reaches the port may do everything; only this machine does. */
    @JsonProperty("open")
    OPEN,
    /** Every request is asked who sends it. */
    @JsonProperty("locked")
    LOCKED
}
