@NullMarked
package io.sluice.dashboard;

import org.jspecify.annotations.NullMarked;
