/** Topics against a real broker. */
@NullMarked
package io.sluice.topic;

import org.jspecify.annotations.NullMarked;
