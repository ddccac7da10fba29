/**
 * The text of JSON, held to RFC 8259 while it is read: tokens, strings, numbers, times, and excerpts for messages. Public
 * face: {@link io.sluice.stream.format.json.text.JsonCursor}.
 */
@NullMarked
package io.sluice.stream.format.json.text;

import org.jspecify.annotations.NullMarked;
