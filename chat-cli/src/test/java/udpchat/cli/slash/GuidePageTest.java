package udpchat.cli.slash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/guide.md lists the commands as {@code /help} does. */
class GuidePageTest {

    @Test
    void theGuideShowsTheHelp() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guide.md"));
        assertTrue(
                guide.contains("```\n" + HelpText.all() + "\n```\n"),
                "docs/guide.md has another list of commands than /help:\n" + HelpText.all());
    }
}
