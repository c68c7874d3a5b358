package udpchat.cli.pipe;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The input of this process. Where it was started with none ({@code <&-}), the first file the JVM opens for itself gets
 * descriptor 0, and reading it would send the JDK's own bytes to a peer: that counts as an empty input.
 */
final class StandardInput {

    private static final Path DESCRIPTOR_0 = Path.of("/proc/self/fd/0");

    private StandardInput() {}

    static InputStream open() {
        return isOurOwn() ? InputStream.nullInputStream() : new FileInputStream(FileDescriptor.in);
    }

    private static boolean isOurOwn() {
        try {
            Path target = DESCRIPTOR_0.toRealPath();
            return Files.isRegularFile(target) && isOurOwn(target);
        } catch (IOException e) {
            return false; // a pipe, a socket, a terminal, or a system without /proc
        }
    }

    /** Whether a JVM opens this file by itself: the JDK's modules, a class-data archive, a jar of the program. */
    static boolean isOurOwn(Path target) {
        return target.toString().endsWith(".jsa")
                || Stream.of("java.home", "udpchat.home", "java.class.path", "jdk.module.path")
                        .map(System::getProperty)
                        .filter(Objects::nonNull)
                        .flatMap(paths -> Arrays.stream(paths.split(File.pathSeparator)))
                        .anyMatch(path -> !path.isEmpty() && isBelow(target, Path.of(path)));
    }

    private static boolean isBelow(Path file, Path fileOrFolder) {
        try {
            return file.startsWith(fileOrFolder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
