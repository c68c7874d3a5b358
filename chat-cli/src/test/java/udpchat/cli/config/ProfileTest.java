package udpchat.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.testing.RealTimeTest;

/** Who holds which folder of state. */
class ProfileTest {

    @TempDir
    private Path folder;

    private Directories directories() {
        return new Directories(folder.resolve("config"), folder.resolve("state"));
    }

    private Profile take(String name) throws IOException {
        return Profile.take(directories(), name);
    }

    @Test
    void aSecondProgramTakesTheNextAndThePlaceOfWhoLeftIsFree() throws IOException {
        try (Profile first = take("default")) {
            assertEquals("default", first.name());
            try (Profile second = take("default");
                    Profile third = take("default")) {
                assertEquals("default-2", second.name());
                assertEquals("default-3", third.name());
                assertEquals(folder.resolve("state/default-2"), second.folder());
                assertEquals(folder.resolve("state/default-2/peers"), second.peersFile());
            }
            try (Profile again = take("default")) {
                assertEquals("default-2", again.name());
            }
            try (Profile other = take("work")) {
                assertEquals("work", other.name());
            }
        }
        try (Profile first = take("default")) {
            assertEquals("default", first.name());
        }
    }

    @Test
    void thereIsAnEndToThem() throws IOException {
        List<Profile> held = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                held.add(take("default"));
            }
            assertEquals("default-64", held.get(63).name());
            String why = assertThrows(IOException.class, () -> take("default")).getMessage();
            assertEquals("profile 'default': 64 programs run on it already", why);
        } finally {
            for (Profile each : held) {
                each.close();
            }
        }
    }

    @Test
    void toLookChangesNothing() throws IOException {
        try (Profile looked = Profile.look(directories(), "default")) {
            assertEquals("default", looked.name());
            assertFalse(Files.exists(folder.resolve("state")));
            try (Profile taken = take("default")) {
                assertEquals("default", taken.name());
                assertEquals(
                        taken.folder(), Profile.look(directories(), "default").folder());
            }
        }
    }

    @Test
    void itsFoldersAreForTheirOwnerAlone() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        try (Profile profile = take("default")) {
            for (Path each : List.of(folder.resolve("state"), profile.folder())) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
    }

    @Test
    void aFileInTheWayIsSaidInOneLine() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state/default"), "");
        String why = assertThrows(IOException.class, () -> take("default")).getMessage();
        assertEquals(folder.resolve("state/default") + ": a file is where a folder has to be", why);
    }

    /** The lock is the kernel's and not our own bookkeeping: it goes with the process, also when that is killed. */
    @RealTimeTest
    void anotherProcessHoldsItUntilItEnds() throws Exception {
        Profile.take(directories(), "default").close();
        Path lock = folder.resolve("state/default/lock");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lock.toString())
                .redirectErrorStream(true)
                .start();
        try {
            byte[] held = new byte[4];
            assertEquals(4, holder.getInputStream().readNBytes(held, 0, 4));
            assertEquals("held", new String(held, StandardCharsets.US_ASCII));
            try (Profile second = take("default")) {
                assertEquals("default-2", second.name());
            }
        } finally {
            holder.destroyForcibly();
        }
        assertTrue(holder.waitFor(60, TimeUnit.SECONDS));
        try (Profile first = take("default")) {
            assertEquals("default", first.name());
        }
    }

    /** Locks a file, says so, and waits to be killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.out.print(channel.tryLock() == null ? "free" : "held");
                System.out.flush();
                System.in.read();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default",
                "a",
                "0",
                "work.2",
                "a_b-c",
                "A123456789012345678901234567890123456789012345678901234567890123"
            })
    void names(String name) {
        assertEquals(name, Profile.checkName(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/b",
                "-x",
                ".hidden",
                "a b",
                "é",
                "a\n",
                "a\0",
                "a1234567890123456789012345678901234567890123456789012345678901234"
            })
    void noNames(String name) {
        String why = assertThrows(IllegalArgumentException.class, () -> Profile.checkName(name))
                .getMessage();
        assertTrue(why.startsWith("'" + name + "' is not a profile name"), why);
    }
}
