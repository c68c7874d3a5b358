package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in docs/embedding.md are those that are compiled and run. */
class EmbeddingPageTest {

    @ParameterizedTest
    @ValueSource(strings = {"EchoBot", "Courier"})
    void theExampleIsTheSource(String example) {
        String source = Pages.read("chat-core/src/test/java/udpchat/examples/" + example + ".java");
        assertTrue(
                Pages.read("docs/embedding.md").contains("```java\n" + source + "```\n"),
                () -> "docs/embedding.md does not show " + example + ".java as it is; copy the file into the page");
    }
}
