package io.sluice.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Goes on from an unpacked copy of the jar, because finding and checking some twenty thousand classes in jars within a jar
 * is more than half of the processors' time of a start. The copy and the archive of its classes lie beside the data.
 *
 * <p>There is no second process: this one executes the other program in its place ({@code execv}), so that its id, its
 * standard streams, its signals and its exit code are what they would have been.
 */
public final class Launch {

    private Launch() {}

    /**
     * Does not return if this process goes on from the copy. Returns at once where there is nothing to gain, and whenever
     * anything is in the way: then the start goes on from the jar.
     *
     * @param main the class whose main method was called
     * @param args what it was called with
     */
    public static void fromCopy(Class<?> main, String[] args) {
        try {
            if (isPacked(main) && isLinux()) {
                attempt(Settings.of(args), args);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError e) {
            // The start from the jar needs none of this, and tells what is wrong if it meets it, too.
        }
    }

    private static void attempt(Settings settings, String[] args) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Optional<Path> data = settings.dataDirectory();
        Optional<JavaCommand> command = JavaCommand.ofThisProcess(args.length);
        if (!settings.isOn() || data.isEmpty() || command.isEmpty() || !settings.allow(command.get())) {
            return;
        }
        // Of java -jar, the class path is the jar.
        Path jar = Path.of(System.getProperty("java.class.path"));
        Optional<UnpackedCopy> copy = UnpackedCopy.of(jar, data.get(), java);
        if (copy.isPresent()) {
            Execution.replace(
                    command.get().from(java, copy.get().jar(), copy.get().flags()));
        }
    }

    /** An IDE and Maven start from class files; the image and the copy from jars that are files of their own. */
    private static boolean isPacked(Class<?> main) {
        return main.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()
                .startsWith("jar:nested:");
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }
}
