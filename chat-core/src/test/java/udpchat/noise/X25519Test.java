package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X25519Test {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 7748 §5.2 (the second u has its top bit set) and §6.1. */
    @ParameterizedTest
    @CsvSource({
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a,"
                + "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f,"
                + "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb,"
                + "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a,"
                + "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    })
    void agreesAsInTheRfc(String k, String u, String expected) throws NoiseException {
        byte[] secret = X25519.agree(X25519.privateKey(HEX.parseHex(k)), HEX.parseHex(u));
        assertEquals(expected, HEX.formatHex(secret));
    }

    /** RFC 7748 §5.2: k and u begin as the base point; then u is the old k, and k the result. */
    @ParameterizedTest
    @CsvSource({
        "1, 422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
        "1000, 684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"
    })
    void iteratesAsInTheRfc(int times, String expected) throws NoiseException {
        byte[] k = new byte[32];
        k[0] = 9;
        byte[] u = k.clone();
        for (int i = 0; i < times; i++) {
            byte[] next = X25519.agree(X25519.privateKey(k), u);
            u = k;
            k = next;
        }
        assertEquals(expected, HEX.formatHex(k));
    }

    /** RFC 7748 §6.1. */
    @ParameterizedTest
    @CsvSource({
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a,"
                + "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb,"
                + "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    })
    void derivesThePublicKey(String privateKey, String publicKey) {
        X25519KeyPair pair = X25519KeyPair.of(HEX.parseHex(privateKey));
        assertEquals(publicKey, HEX.formatHex(pair.publicKey()));
    }

    /** Every point of order 1, 2, 4 or 8 and their other encodings: nobody's secret, so nobody's key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesPointsOfSmallOrder(String point) {
        X25519KeyPair pair = X25519KeyPair.generate(new Random(5));
        assertThrows(NoiseException.class, () -> pair.agree(HEX.parseHex(point)));
    }

    @Test
    void readsANumberAboveThePrimeModuloThePrime() throws NoiseException {
        X25519KeyPair pair = X25519KeyPair.generate(new Random(6));
        byte[] nine = new byte[32];
        nine[0] = 9;
        byte[] ninePlusP = HEX.parseHex("f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        assertArrayEquals(pair.publicKey(), pair.agree(nine));
        assertArrayEquals(pair.publicKey(), pair.agree(ninePlusP));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void aKeyHas32Bytes(int length) {
        X25519KeyPair pair = X25519KeyPair.generate(new Random(7));
        assertThrows(IllegalArgumentException.class, () -> pair.agree(new byte[length]));
        assertThrows(IllegalArgumentException.class, () -> X25519.privateKey(new byte[length]));
    }
}
