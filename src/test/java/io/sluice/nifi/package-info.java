/** Tests of what lies in {@code nifi-templates}, without a NiFi: the flow definition, its importer, its README. */
@NullMarked
package io.sluice.nifi;

import org.jspecify.annotations.NullMarked;
