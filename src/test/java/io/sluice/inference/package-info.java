@NullMarked
package io.sluice.inference;

import org.jspecify.annotations.NullMarked;
