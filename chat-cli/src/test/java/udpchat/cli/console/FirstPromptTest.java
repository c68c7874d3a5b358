package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FirstPromptTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private String written() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isTakenAwayOnce() {
        FirstPrompt prompt = FirstPrompt.show("> ", terminal);
        assertEquals("> ", written());
        prompt.close();
        assertEquals("> \r\u001b[K", written());
        prompt.close();
        assertEquals("> \r\u001b[K", written());
    }

    @Test
    void noneWritesNothing() {
        assertDoesNotThrow(() -> FirstPrompt.none().close());
    }

    @Test
    void aTerminalThatIsGoneIsNotItsConcern() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };
        assertDoesNotThrow(() -> FirstPrompt.show("> ", gone).close());
    }
}
