package udpchat.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** The system's terminal for attributes and size alone; the bytes go over our own streams, and it is never closed. */
record TtyPty(Pty device, InputStream in, OutputStream out) implements Pty {
    private static final Size USUAL = Size.of(80, 24);

    @Override
    public InputStream getMasterInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public OutputStream getMasterOutput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream getSlaveInput() {
        return in;
    }

    @Override
    public OutputStream getSlaveOutput() {
        return out;
    }

    @Override
    public Attributes getAttr() throws IOException {
        return device.getAttr();
    }

    @Override
    public void setAttr(Attributes attr) throws IOException {
        device.setAttr(attr);
    }

    /** A terminal that does not know its size (a serial line says 0 × 0), or is gone, has the usual one. */
    @Override
    public Size getSize() {
        try {
            Size size = device.getSize();
            return size.getColumns() > 0 && size.getRows() > 0 ? size : USUAL;
        } catch (IOException e) {
            return USUAL;
        }
    }

    @Override
    public void setSize(Sized size) throws IOException {
        device.setSize(size);
    }

    @Override
    public SystemStream getSystemStream() {
        return device.getSystemStream();
    }

    @Override
    public TerminalProvider getProvider() {
        return device.getProvider();
    }

    @Override
    public void close() {
        // The descriptors belong to the process.
    }
}
