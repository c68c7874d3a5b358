package udpchat.cli.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lines out of the process. */
class StdioTest {

    private static final class Broken extends OutputStream {
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public void write(int b) throws IOException {
            writes.incrementAndGet();
            throw new IOException("Broken pipe");
        }
    }

    @Test
    void aLineIsOneWriteAndUtf8() {
        List<String> writes = new ArrayList<>();
        OutputStream each = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("a byte alone");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };
        Stdio stdio = new Stdio(InputStream.nullInputStream(), each, each);
        stdio.out("你好");
        stdio.out("");
        stdio.err("two\nlines");
        stdio.err("");
        assertEquals(List.of("你好\n", "two\nlines\n"), writes);
        assertTrue(stdio.outputLost().isEmpty());
    }

    @Test
    void aLostOutputIsToldOnceAndThenLeftAlone() {
        Broken broken = new Broken();
        Stdio stdio = new Stdio(InputStream.nullInputStream(), broken, new ByteArrayOutputStream());
        List<String> told = new ArrayList<>();
        stdio.onOutputLost(e -> told.add(e.getMessage()));
        stdio.out("one");
        stdio.out("two");
        assertEquals(List.of("Broken pipe"), told);
        assertEquals(1, broken.writes.get());
        assertEquals("Broken pipe", stdio.outputLost().orElseThrow().getMessage());
    }

    @Test
    void thereIsNobodyToTellOfALostStderr() {
        Stdio stdio = new Stdio(InputStream.nullInputStream(), new ByteArrayOutputStream(), new Broken());
        stdio.err("one");
        stdio.err("two");
        assertTrue(stdio.outputLost().isEmpty());
    }

    @Test
    void aReaderWhoWentIsNotAFault() {
        assertTrue(Stdio.isClosedByReader(new IOException("Broken pipe")));
        assertTrue(Stdio.isClosedByReader(new IOException("The pipe has been ended")));
        assertTrue(Stdio.isClosedByReader(new IOException("The pipe is being closed")));
        assertFalse(Stdio.isClosedByReader(new IOException("No space left on device")));
        assertFalse(Stdio.isClosedByReader(new IOException()));
    }
}
