package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FirstPromptTest {

    @Test
    void isTakenAwayOnce() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        FirstPrompt prompt = FirstPrompt.show("> ", terminal);
        prompt.close();
        assertEquals("> \r\u001b[K", terminal.toString(StandardCharsets.UTF_8));
        prompt.close();
        assertEquals("> \r\u001b[K", terminal.toString(StandardCharsets.UTF_8));
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

    /** Ctrl-S was pressed: the program starts behind it. */
    @Test
    void aTerminalThatTakesNothingHoldsUpNobody() throws InterruptedException {
        CountDownLatch flows = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        List<String> taken = Collections.synchronizedList(new ArrayList<>());
        OutputStream stopped = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("texts are written whole");
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                try {
                    flows.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                taken.add(new String(bytes, StandardCharsets.UTF_8));
                written.countDown();
            }
        };
        FirstPrompt.show("> ", stopped).close();
        assertEquals(List.of(), taken);
        flows.countDown();
        written.await();
        assertEquals(List.of("> "), taken, "nobody erases what others may have drawn by now");
    }
}
