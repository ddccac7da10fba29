package io.sluice.faults;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as short texts that are equal only if the values are. */
final class Texts {

    private static final int LONGEST = 80;

    private Texts() {}

    static String row(List<@Nullable String> values) {
        return values.stream().map(Texts::value).collect(Collectors.joining(" | "));
    }

    private static String value(@Nullable String value) {
        if (value == null) {
            return "∅";
        }
        return value.length() <= LONGEST
                ? value.replace("\0", "\\0")
                : value.substring(0, 8) + "… " + digest(value.getBytes(StandardCharsets.UTF_8));
    }

    static String bytes(byte @Nullable [] bytes) {
        return bytes == null ? "∅" : digest(bytes);
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return bytes.length + ":" + HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
