/**
 * Columns as formats, transforms, stores and readers of stores share them: the types that a column can have, the columns
 * that every record brings along, and the times that every store can hold.
 */
@NullMarked
package io.sluice.stream.column;

import org.jspecify.annotations.NullMarked;
