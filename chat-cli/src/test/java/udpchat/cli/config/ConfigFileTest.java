package udpchat.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config.properties}. */
class ConfigFileTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("config.properties");
    }

    private ConfigFile read(String text) throws IOException {
        Files.writeString(file(), text);
        return ConfigFile.read(file());
    }

    private String refused(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        String why =
                assertThrows(IOException.class, () -> ConfigFile.read(file())).getMessage();
        assertTrue(why.startsWith(file().toString()), why);
        assertFalse(why.contains("\n"), why);
        return why.substring(file().toString().length());
    }

    @Test
    void aMissingFileSetsNothing() throws IOException {
        ConfigFile missing = ConfigFile.read(folder.resolve("nowhere/config.properties"));
        assertFalse(missing.keys().iterator().hasNext());
        assertEquals(Optional.empty(), missing.get("nick"));
        assertFalse(ConfigFile.empty().keys().iterator().hasNext());
    }

    @Test
    void valuesAreUtf8AndStripped() throws IOException {
        ConfigFile config = read("# a comment\n  nick =  小明  \nsend.timeout: 3s\r\nplain\n");
        assertEquals(Optional.of("小明"), config.get("nick"));
        assertEquals(Optional.of("3s"), config.get("send.timeout"));
        assertEquals(Optional.of(""), config.get("plain"));
        assertEquals(Optional.empty(), config.get("bind"));
        Set<String> keys = new TreeSet<>();
        config.keys().forEach(keys::add);
        assertEquals(Set.of("nick", "send.timeout", "plain"), keys);
        assertEquals(file().toString(), config.toString());
    }

    @Test
    void theLastOfTwoCounts() throws IOException {
        assertEquals(Optional.of("b"), read("nick=a\nnick=b\n").get("nick"));
    }

    @Test
    void whatCannotBeUnderstoodIsSaidInOneLineWithTheFile() throws IOException {
        assertEquals(": not UTF-8", refused(new byte[] {'n', '=', (byte) 0xff}));
        String number = refused("nick=\\u00g0\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(number.contains("backslash"), number);
    }

    @Test
    void aFolderInItsPlaceIsAFailure() throws IOException {
        Files.createDirectory(file());
        assertThrows(IOException.class, () -> ConfigFile.read(file()));
    }
}
