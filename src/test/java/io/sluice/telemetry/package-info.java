/** The platform with real servers that come and go. */
@NullMarked
package io.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
