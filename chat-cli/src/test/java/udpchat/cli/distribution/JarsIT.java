package udpchat.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import udpchat.testing.RealTimeTest;

/** What is in {@code lib}, and the ways to start it without the launcher. */
class JarsIT {

    private final Distribution built = Distribution.built();
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void holdsWhatRunsAndNothingElse() {
        List<String> jars = Distribution.files(built.lib()).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceAll("-\\d.*", ""))
                .toList();
        assertEquals(
                List.of(
                        "chat-cli",
                        "chat-core",
                        "jline-native",
                        "jline-reader",
                        "jline-terminal",
                        "jline-terminal-jni",
                        "netty-buffer",
                        "netty-codec-base",
                        "netty-common",
                        "netty-handler",
                        "netty-resolver",
                        "netty-transport",
                        "netty-transport-classes-epoll",
                        "netty-transport-native-epoll",
                        "netty-transport-native-epoll",
                        "netty-transport-native-unix-common",
                        "picocli",
                        "sqlite-jdbc"),
                jars);
        assertTrue(Files.isReadable(built.lib().resolve("native/Linux/x86_64/libjlinenative.so")));
        assertTrue(Files.isReadable(built.lib().resolve("native/sqlite/Linux/x86_64/libsqlitejdbc.so")));
    }

    @Test
    void hasItsManualPageBesideBin() throws IOException {
        Path source = Path.of("src", "main", "dist", "share", "man", "man1", "udpchat.1");
        assertEquals(Files.readString(source), Files.readString(built.home().resolve("share/man/man1/udpchat.1")));
    }

    @RealTimeTest
    void startsFromItsJar() {
        assertStarts("-jar", built.jar().toString(), "--version");
    }

    @RealTimeTest
    void startsFromTheModulePath() {
        assertStarts("-p", built.lib().toString(), "-m", "udpchat.cli/udpchat.cli.command.UdpChat", "--version");
    }

    private void assertStarts(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(arguments));
        assertEquals(built.run("--version"), ProgramRun.of(Map.of(), command));
    }
}
