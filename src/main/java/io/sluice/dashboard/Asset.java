package io.sluice.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;

/**
 * A file of the bundle. Its name carries a hash of its bytes, so it never changes.
 *
 * @param gzipped the same bytes, compressed once for all who ask
 */
record Asset(MediaType type, byte[] bytes, byte[] gzipped) {

    static Asset of(Resource file) {
        try {
            byte[] bytes = file.getContentAsByteArray();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            }
            return new Asset(type(String.valueOf(file.getFilename())), bytes, packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaType type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> MediaType.valueOf("text/javascript;charset=UTF-8");
            case "css" -> MediaType.valueOf("text/css;charset=UTF-8");
            case "svg" -> MediaType.valueOf("image/svg+xml");
            default -> MediaType.valueOf("text/plain;charset=UTF-8");
        };
    }
}
