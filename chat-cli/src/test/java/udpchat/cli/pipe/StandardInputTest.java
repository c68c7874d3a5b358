package udpchat.cli.pipe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands behind descriptor 0 where nobody gave the process an input. */
class StandardInputTest {

    @Test
    void filesThatTheJvmOpensByItself() throws Exception {
        Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
        assertTrue(StandardInput.isOurOwn(modules.toRealPath()));
        Path onClassPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
        assertTrue(StandardInput.isOurOwn(onClassPath.toRealPath()));
        assertTrue(StandardInput.isOurOwn(Path.of("/anywhere/classes.jsa")));
    }

    @Test
    void filesThatSomebodyRedirected(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("letter.txt"), "dear").toRealPath();
        assertFalse(StandardInput.isOurOwn(text));
        assertFalse(StandardInput.isOurOwn(folder.toRealPath().resolve("archive.jar")));
        assertFalse(StandardInput.isOurOwn(folder.toRealPath().resolve("jsa")));
    }
}
