/**
 * A server of MongoDB's wire protocol on loopback, in this JVM, with a store on disk. Adds itself to the stack, whose room
 * is the only one that it uses.
 */
@NullMarked
package io.sluice.embedded.mongo;

import org.jspecify.annotations.NullMarked;
