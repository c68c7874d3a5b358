package udpchat.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where files go, by the XDG Base Directory Specification. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths of this table are absolute on POSIX systems")
class DirectoriesTest {

    private static final Path HOME = Path.of("/home/carol");

    private static void assertFolders(String config, String state, String os, Map<String, String> environment) {
        Directories directories = Directories.of(environment, HOME, os);
        assertEquals(new Directories(Path.of(config), Path.of(state)), directories);
        assertEquals(Path.of(config, "config.properties"), directories.configFile());
    }

    @Test
    void theDefaultsOfTheSpecification() {
        assertFolders("/home/carol/.config/udpchat", "/home/carol/.local/state/udpchat", "Linux", Map.of());
    }

    @Test
    void eachVariableReplacesItsFolder() {
        assertFolders("/c/udpchat", "/home/carol/.local/state/udpchat", "Linux", Map.of("XDG_CONFIG_HOME", "/c"));
        assertFolders("/home/carol/.config/udpchat", "/s/udpchat", "Linux", Map.of("XDG_STATE_HOME", "/s"));
        assertFolders("/c/udpchat", "/s/udpchat", "Linux", Map.of("XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s/"));
    }

    /** "All paths set in these environment variables must be absolute": others, and empty ones, do not count. */
    @Test
    void whatIsNoAbsolutePathDoesNotCount() {
        for (String value : new String[] {"", "relative", "./here", "~/.config", "a\0b"}) {
            assertFolders(
                    "/home/carol/.config/udpchat",
                    "/home/carol/.local/state/udpchat",
                    "Linux",
                    Map.of("XDG_CONFIG_HOME", value, "XDG_STATE_HOME", value));
        }
    }

    @Test
    void windowsHasAFolderOfItsOwnUnlessToldOtherwise() {
        Map<String, String> local = Map.of("LOCALAPPDATA", "/Local");
        assertFolders("/Local/udpchat", "/Local/udpchat", "Windows 11", local);
        assertFolders("/home/carol/.config/udpchat", "/home/carol/.local/state/udpchat", "Linux", local);
        assertFolders(
                "/c/udpchat",
                "/Local/udpchat",
                "Windows 11",
                Map.of("LOCALAPPDATA", "/Local", "XDG_CONFIG_HOME", "/c"));
    }
}
