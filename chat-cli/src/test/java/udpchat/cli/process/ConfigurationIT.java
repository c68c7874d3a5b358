package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** Where values come from, and files that are broken, unreadable, in the way, or on a full disk. */
class ConfigurationIT {

    private static final String ANY = "127.0.0.1:0";

    @RealTimeTest
    void flagBeatsEnvironmentBeatsFile(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder).configure("nick=file\nlisten.timeout=1ms\n")) {
            assertEquals("file", nick(sandbox));
            sandbox.with("UDPCHAT_NICK", "environment");
            assertEquals("environment", nick(sandbox));
            assertEquals("flag", nick(sandbox, "--nick", "flag"));
            sandbox.run("listen", "--bind", ANY).assertExit(0);
            sandbox.with("UDPCHAT_LISTEN_COUNT", "1")
                    .run("listen", "--bind", ANY)
                    .assertExit(3);
            Running bad = sandbox.with("UDPCHAT_LISTEN_TIMEOUT", "soon").run("listen", "--bind", ANY);
            bad.assertExit(2);
            assertTrue(bad.err().text().contains("'soon'"), bad.err().text());
            assertTrue(
                    bad.err().text().contains("UDPCHAT_LISTEN_TIMEOUT"),
                    bad.err().text());
        }
    }

    private static String nick(Sandbox sandbox, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("id"));
        arguments.addAll(List.of(more));
        Running id = sandbox.run(arguments.toArray(String[]::new));
        id.assertExit(0);
        return id.out()
                .await(line -> line.startsWith("nick\t"), Running.PATIENCE)
                .substring(5);
    }

    @RealTimeTest
    void aBrokenConfigurationIsOneLineAndHelpStillWorks(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            assertTold(sandbox.configure("nick=\\u00g0\n"), 1, "config.properties: a backslash");
            sandbox.run("--help").assertExit(0);
            sandbox.run("send", "--help").assertExit(0);
            assertTold(sandbox.configure("nik=a\n"), 2, "config.properties: there is no option 'nik'");
            assertTold(sandbox.configure("color=blue\n"), 2, "config.properties");
            Files.write(sandbox.config().resolve("config.properties"), new byte[] {'n', '=', (byte) 0xff});
            assertTold(sandbox, 1, "config.properties: not UTF-8");
            Files.delete(sandbox.config().resolve("config.properties"));
            Files.createDirectory(sandbox.config().resolve("config.properties"));
            assertTold(sandbox, 1, "config.properties: Is a directory");
        }
    }

    private static void assertTold(Sandbox sandbox, int code, String told) throws Exception {
        Running id = sandbox.run("id");
        id.assertExit(code);
        assertEquals(1, id.err().all().size(), id.err().text());
        assertTrue(id.err().text().contains(told), id.err().text());
    }

    @RealTimeTest
    void aBrokenPeerListIsRefusedAndNotOverwritten(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            sandbox.peers("# udpchat peers 1", "alias=bob", "nonsense");
            for (String[] arguments : new String[][] {
                {"--bind", ANY}, {"peers"}, {"send", "raw:127.0.0.1:9", "x"}, {"listen", "--bind", ANY}
            }) {
                Running program = sandbox.run(arguments);
                program.assertExit(1);
                assertEquals(1, program.err().all().size(), program.err().text());
                assertTrue(
                        program.err().text().contains("peers line 2"),
                        program.err().text());
            }
            assertEquals(
                    3,
                    Files.readAllLines(sandbox.state().resolve("default").resolve("peers"))
                            .size());
        }
    }

    @RealTimeTest
    void filesThatMayNotBeRead(@TempDir Path folder) throws Exception {
        Unprivileged.assume();
        try (Sandbox sandbox = new Sandbox(folder).configure("nick=a\n")) {
            Path config = sandbox.config().resolve("config.properties");
            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("---------"));
            assertUnreadable(Unprivileged.start(sandbox, "id"), "config.properties: permission denied");
            Files.delete(config);
            sandbox.peers("# udpchat peers 1");
            Path peers = sandbox.state().resolve("default").resolve("peers");
            Files.setPosixFilePermissions(peers, PosixFilePermissions.fromString("---------"));
            assertUnreadable(Unprivileged.start(sandbox, "peers"), "peers: permission denied");
            assertUnreadable(Unprivileged.start(sandbox, "--bind", ANY), "peers: permission denied");
            Files.delete(peers);
            Files.setPosixFilePermissions(sandbox.state(), PosixFilePermissions.fromString("r-xr-xr-x"));
            assertUnreadable(
                    Unprivileged.start(sandbox, "--profile", "other", "--bind", ANY), "other: permission denied");
            Unprivileged.start(sandbox, "send", "--profile", "other", "raw:127.0.0.1:9", "needs no state")
                    .assertExit(0);
            Files.setPosixFilePermissions(sandbox.state(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void assertUnreadable(Running program, String told) throws InterruptedException {
        program.assertExit(1);
        assertEquals(1, program.err().all().size(), program.err().text());
        assertTrue(program.err().text().contains(told), program.err().text());
    }

    @RealTimeTest
    void somethingElseWhereAFolderHasToBe(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            Files.writeString(sandbox.state(), "a file");
            assertUnreadable(sandbox.run("--bind", ANY), "udpchat");
            sandbox.with("XDG_STATE_HOME", "/proc/nowhere");
            assertUnreadable(sandbox.run("--bind", ANY), "/proc/nowhere");
        }
    }

    @RealTimeTest
    void aFullDiskCostsTheChangeAndNothingElse(@TempDir Path folder) throws Exception {
        Needs.command(
                "no rights to mount a small disk",
                "unshare",
                "-m",
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=64k",
                "none",
                "/mnt");
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            List<String> words = new ArrayList<>(List.of(
                    "unshare",
                    "-m",
                    "bash",
                    "-c",
                    "mkdir -p $XDG_STATE_HOME && mount -t tmpfs -o size=64k none $XDG_STATE_HOME"
                            + " && mkdir -p $XDG_STATE_HOME/udpchat/default && touch $XDG_STATE_HOME/udpchat/default/lock"
                            + " && { cat /dev/zero >$XDG_STATE_HOME/filler 2>/dev/null; exec \"$@\"; }",
                    "bash"));
            words.addAll(Sandbox.command("--bind", ANY, other.raw()));
            Running program = sandbox.startCommand(true, words);
            program.awaitPort(false);
            program.type("/add bob " + other.raw());
            program.err().await(line -> line.contains("No space left on device"), Running.PATIENCE);
            program.type("still talking");
            assertEquals("still talking", other.receive());
            program.endInput().assertExit(1);
        }
    }

    @RealTimeTest
    void aReadOnlyDiskCostsTheKeyAndNothingElse(@TempDir Path folder) throws Exception {
        Needs.command(
                "no rights to mount a small disk",
                "unshare",
                "-m",
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "ro,size=64k",
                "none",
                "/mnt");
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket()) {
            List<String> words = new ArrayList<>(List.of(
                    "unshare",
                    "-m",
                    "bash",
                    "-c",
                    "mount -t tmpfs -o ro,size=64k none $XDG_STATE_HOME && exec \"$@\"",
                    "bash"));
            words.addAll(Sandbox.command("--bind", ANY, other.raw()));
            Running program = sandbox.startCommand(true, words);
            program.awaitPort(false);
            program.err()
                    .await(
                            line -> line.contains("Read-only file system; this key is for this run alone"),
                            Running.PATIENCE);
            program.err().await(line -> line.contains("nothing is kept of this run"), Running.PATIENCE);
            program.type("still talking");
            assertEquals("still talking", other.receive());
            program.endInput().assertExit(0);
        }
    }
}
