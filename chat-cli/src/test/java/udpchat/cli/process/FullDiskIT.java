package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/** A disk of 4 MiB that really is full, in a mount namespace of its own. */
@Tag("crash")
@NeedsProgram({"unshare", "nsenter", "mount", "dd"})
class FullDiskIT {

    /** Mounts the disk at the first argument, fills it but for 400 KiB, and becomes the rest. */
    private static final String SCRIPT = """
            mount -t tmpfs -o size=4m tmpfs "$1" &&
            dd if=/dev/zero of="$1/filler" bs=1k count=3696 2>/dev/null &&
            shift && exec "$@"
            """;

    private static final int LINES = 40;

    @TempDir
    private Path folder;

    @RealTimeTest
    void whatCameMeanwhileIsInTheFileOnceThereIsRoom() throws Exception {
        Needs.command("no rights to mount", "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
        try (Sandbox bob = new Sandbox(folder.resolve("bob"));
                Sandbox alice = new Sandbox(folder.resolve("alice"))) {
            Path disk = bob.state().getParent();
            List<String> words = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", SCRIPT, "sh", disk.toString()));
            words.addAll(Sandbox.command("--json", "--bind", "127.0.0.1:0"));
            Running receiver = bob.startCommand(true, words);
            String to = "127.0.0.1:" + receiver.awaitPort(true);

            Running sender = alice.start("send", to);
            sender.feed(IntStream.range(0, LINES)
                    .mapToObj(i -> i + " " + "a".repeat(9000) + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
            sender.endInput().assertExit(0);
            receiver.out()
                    .await(line -> line.contains("the disk is full; messages are kept in memory"), Running.PATIENCE);
            alice.run("send", to, "one more").assertExit(0);

            long pid = receiver.process().pid();
            Files.delete(Path.of("/proc/" + pid + "/root" + disk + "/filler"));
            receiver.out().await(line -> line.contains("can be written again, and all is in it"), Running.PATIENCE);
            List<String> look = new ArrayList<>(List.of("nsenter", "-m", "-t", Long.toString(pid)));
            look.addAll(Sandbox.command("history", "--limit", "1000"));
            Running history = bob.startCommand(true, look);
            assertEquals(0, history.awaitExit(), () -> history.err().text());
            history.out().awaitEnd(Running.PATIENCE);
            assertEquals(LINES + 1, history.out().all().size());
            receiver.endInput().assertExit(0);
        }
    }
}
