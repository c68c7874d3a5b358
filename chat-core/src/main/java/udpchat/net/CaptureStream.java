package udpchat.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Where captured datagrams go. A disk that is full ends the capture, not the chat: the first failure is told once,
 * and what comes after it is dropped.
 */
final class CaptureStream extends OutputStream {

    private final OutputStream out;
    private final Consumer<String> trouble;
    private boolean failed;

    /**
     * @param out closed with this
     * @param trouble is told one line, once, on the thread that writes
     */
    CaptureStream(OutputStream out, Consumer<String> trouble) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.trouble = trouble;
    }

    @Override
    public void write(int b) {
        attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    @Override
    public void close() {
        attempt(out::close);
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt work) {
        if (failed) {
            return;
        }
        try {
            work.run();
        } catch (IOException e) {
            failed = true;
            trouble.accept("the capture ends here: " + e.getMessage());
            try {
                out.close();
            } catch (IOException again) {
                // The same failure: what is buffered cannot be written.
            }
        }
    }
}
