package io.sluice.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.h2.mvstore.type.ObjectDataType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The order of an index's keys")
class IndexKeysTest {

    private final Random random = new Random(7);

    /** Else the files of earlier versions could not be searched any more. */
    @Test
    @DisplayName("is the one that H2 gives them by itself")
    void sameOrder() {
        List<KeyValue> keys = new ArrayList<>();
        for (Object single : new Object[] {1, 1L, 1.5, -3.0, true, "", "a".repeat(0xFFFF), "b".repeat(0x10000)}) {
            keys.add(new KeyValue(single));
        }
        keys.add(new KeyValue("t/0/1/0", 1));
        keys.add(new KeyValue("t/0/1/0", "t/0/1/0"));
        for (int n = 0; n < 300; n++) {
            keys.add(new KeyValue("t/" + random.nextInt(3) + "/" + random.nextInt(2_000) + "/0"));
            keys.add(new KeyValue(text()));
        }
        ObjectDataType ours = new IndexKeys();
        ObjectDataType itself = new ObjectDataType();
        for (KeyValue one : keys) {
            for (KeyValue other : keys.subList(random.nextInt(keys.size()), keys.size())) {
                assertThat(Integer.signum(ours.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(itself.compare(one, other)));
            }
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            text.append(List.of("a", "b", "~", "\u0000", "\u007F", "\u0080", "ü", "\ud7ff", "\ud83d\ude00", "\uffff")
                    .get(random.nextInt(10)));
        }
        return text.toString();
    }
}
