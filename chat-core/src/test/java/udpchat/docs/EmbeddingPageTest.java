package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The example in docs/embedding.md is the one that is compiled and run. */
class EmbeddingPageTest {

    @Test
    void theExampleIsTheSource() {
        String source = Pages.read("chat-core/src/test/java/udpchat/examples/EchoBot.java");
        assertTrue(
                Pages.read("docs/embedding.md").contains("```java\n" + source + "```\n"),
                "docs/embedding.md does not show EchoBot.java as it is; copy the file into the page");
    }
}
