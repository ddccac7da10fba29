/**
 * The stack for a laptop: its data directory, its ports, and the servers of the rooms below, each only while its address
 * is not configured, started in the background and again whenever it ends. A server is added by a bean of {@link
 * io.sluice.embedded.EmbeddedServer}. Public face beside that: {@link io.sluice.embedded.DataDirectory};
 * everybody else gets the addresses from Boot's connection details, as with configured ones.
 */
@NullMarked
package io.sluice.embedded;

import org.jspecify.annotations.NullMarked;
