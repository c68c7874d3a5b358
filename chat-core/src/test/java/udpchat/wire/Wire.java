package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;

/** What the tests of this package share: bytes by hex digits, and the one promise of every decoder. */
final class Wire {

    private Wire() {}

    /** Bytes from hex digits; blanks are for the reader. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    interface Decoder {
        Object decode(byte[] array, int offset, int length) throws MalformedException;
    }

    interface Encoder {
        byte[] encode(Object value);
    }

    /**
     * Gives bytes to a decoder, between other bytes that it must not touch: it either rejects them (false) or gives a
     * value that survives encoding and decoding (true).
     */
    static boolean accepts(Decoder decoder, Encoder encoder, byte[] bytes, String where) {
        byte[] array = new byte[bytes.length + 2 * MARGIN];
        Arrays.fill(array, (byte) 0x01);
        System.arraycopy(bytes, 0, array, MARGIN, bytes.length);
        try {
            Object value = decoder.decode(array, MARGIN, bytes.length);
            byte[] again = encoder.encode(value);
            assertEquals(value, decoder.decode(again, 0, again.length), where);
            return true;
        } catch (MalformedException e) {
            return false;
        } catch (RuntimeException | Error e) {
            return fail(where + ": " + hex(bytes), e);
        }
    }

    private static final int MARGIN = 9;
}
