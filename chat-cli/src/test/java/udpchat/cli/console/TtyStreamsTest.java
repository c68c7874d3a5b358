package udpchat.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import udpchat.testing.RealTimeTest;

@Timeout(30)
class TtyStreamsTest {
    /** A terminal that takes nothing until told. */
    private static final class Stalled extends OutputStream {
        final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void write(int b) throws IOException {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @RealTimeTest
    void outputArrivesInOrderHoweverItIsCut() {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        TtyOutput output = new TtyOutput(sink, () -> {});
        byte[] bytes = new byte[1 << 20];
        Random random = new Random(7);
        random.nextBytes(bytes);
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, random.nextInt(200_000));
            output.write(bytes, at, n);
            at += n;
            if (random.nextBoolean()) {
                output.flush();
            }
        }
        assertTrue(output.drain(10_000));
        assertArrayEquals(bytes, sink.toByteArray());
        assertEquals(0, output.stalledMillis());
    }

    @RealTimeTest
    void whoWaitsForAStalledTerminalIsFreedByAbandoningIt() throws Exception {
        TtyOutput output = new TtyOutput(new Stalled(), () -> {});
        Thread writer = new Thread(() -> output.write(new byte[1 << 20], 0, 1 << 20));
        writer.start();
        while (output.stalledMillis() < 50) {
            Thread.onSpinWait();
        }
        assertTrue(writer.isAlive());
        assertFalse(output.drain(10));
        output.abandon();
        writer.join();
        output.write(new byte[1 << 20], 0, 1 << 20);
        assertEquals(0, output.stalledMillis());
    }

    @RealTimeTest
    void aTerminalThatIsGoneIsReportedOnce() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        TtyOutput output = new TtyOutput(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("EIO");
                    }
                },
                gone::countDown);
        output.write('x');
        output.flush();
        assertTrue(gone.await(10, TimeUnit.SECONDS));
        output.write(new byte[1 << 20], 0, 1 << 20);
    }

    @RealTimeTest
    void inputComesThroughWholeAndEnds() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        CountDownLatch ended = new CountDownLatch(1);
        TtyInput input = new TtyInput(new ByteArrayInputStream(bytes), () -> {}, ended::countDown);
        input.start();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] piece = new byte[1000];
        while (read.size() < bytes.length) {
            int peeked = input.peek(1000);
            int n = input.readBuffered(piece, 1, 999, 1000);
            assertEquals(peeked, piece[1] & 0xff);
            read.write(piece, 1, n);
        }
        assertArrayEquals(bytes, read.toByteArray());
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        input.end();
        assertEquals(TtyInput.EOF, input.read(0));
    }

    @RealTimeTest
    void controlCIsNoticedBeforeItIsRead() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        PipedOutputStream keys = new PipedOutputStream();
        TtyInput input = new TtyInput(new PipedInputStream(keys), noticed::countDown, () -> {});
        input.start();
        assertEquals(TtyInput.READ_EXPIRED, input.read(5));
        keys.write("ab\u0003".getBytes(UTF_8));
        keys.flush();
        assertTrue(noticed.await(10, TimeUnit.SECONDS));
        assertEquals('a', input.read(10_000));
        assertEquals(2, input.available());
        input.end();
        assertEquals(TtyInput.EOF, input.read(0));
    }
}
