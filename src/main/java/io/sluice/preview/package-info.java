/**
 * What records would become under a definition, before anything runs, and which functions a transform may call: what an
 * editor of definitions asks. Writes and makes nothing. Public face beside the operations over REST: {@link
 * io.sluice.preview.PreviewedRecord}, by which others show a record in the same form.
 */
@NullMarked
package io.sluice.preview;

import org.jspecify.annotations.NullMarked;
