package io.sluice.launch;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts another program in the place of this process. Java itself can only start one beside it. */
final class Execution {

    private Execution() {}

    /**
     * Does not return.
     *
     * @param words the program's path and its arguments, each byte as a character of Latin 1
     * @throws IOException if the system refuses; then everything is as before
     */
    static void replace(List<String> words) throws IOException {
        List<Memory> texts = new ArrayList<>();
        Memory table = new Memory((words.size() + 1L) * Native.POINTER_SIZE);
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
            Memory text = new Memory(bytes.length + 1L);
            text.write(0, bytes, 0, bytes.length);
            text.setByte(bytes.length, (byte) 0);
            table.setPointer((long) texts.size() * Native.POINTER_SIZE, text);
            texts.add(text);
        }
        table.setPointer((long) texts.size() * Native.POINTER_SIZE, Pointer.NULL);
        int result = NativeLibrary.getProcess().getFunction("execv").invokeInt(new Object[] {texts.get(0), table});
        throw new IOException("execv: " + result + ", errno " + Native.getLastError());
    }
}
