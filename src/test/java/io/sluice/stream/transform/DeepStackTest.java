package io.sluice.stream.transform;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.stream.transform.fault.InvalidTransformException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeepStackTest {

    private static final Callable<String> GREEDY = () -> "" + new byte[Integer.MAX_VALUE].length;

    @Test
    @DisplayName("work that waits, as on a busy or paused machine, is unfinished, and no fault of the transform")
    void waitingIsNoFault() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatExceptionOfType(AnalysisUnfinishedException.class)
                .isThrownBy(() -> DeepStack.call(
                        () -> {
                            never.await();
                            return "";
                        },
                        limits(Duration.ofMillis(50), 5)))
                .withMessageContaining("too busy");
    }

    @Test
    @DisplayName("work that keeps a processor busy for longer than the limit is too complex")
    void endlessWorkIsAFault() {
        assertThatExceptionOfType(InvalidTransformException.class)
                .isThrownBy(() -> DeepStack.call(DeepStackTest::spin, limits(Duration.ofMillis(200), 600)))
                .withMessageContaining("too complex");
    }

    @Test
    @DisplayName("a stack that overflows is too complex")
    void overflowIsAFault() {
        assertThatExceptionOfType(InvalidTransformException.class)
                .isThrownBy(() -> DeepStack.call(() -> deeper(0), limits(Duration.ofMinutes(1), 10_000)))
                .withMessageContaining("too complex");
    }

    @Test
    @DisplayName("memory that is exhausted is passed on, for the process to end of it")
    void exhaustionIsPassedOn() {
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> DeepStack.call(GREEDY, limits(Duration.ofMinutes(1), 10_000)));
    }

    private static DeepStack.Limits limits(Duration processor, int looks) {
        return new DeepStack.Limits(processor, looks);
    }

    private static String spin() {
        long sum = 0;
        while (!Thread.interrupted()) {
            sum++;
        }
        return "" + sum;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static String deeper(int depth) {
        return deeper(depth + 1) + depth;
    }
}
