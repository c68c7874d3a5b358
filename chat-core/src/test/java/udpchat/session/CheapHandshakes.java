package udpchat.session;

import java.util.EnumSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import udpchat.noise.Identity;

/** Handshakes without X25519, for simulations of engines with thousands of seeds. */
public final class CheapHandshakes {

    private final EnumSet<HandshakeRule> off = EnumSet.noneOf(HandshakeRule.class);

    /** @param without rules that are switched off */
    public CheapHandshakes(String... without) {
        Stream.of(without).map(HandshakeRule::valueOf).forEach(off::add);
    }

    /** As {@link Handshakes} is made. */
    public Handshakes make(Identity self, int maxUdp, RandomGenerator random, LocalIndexes indexes, long now) {
        byte[] key = self.publicKey();
        return new Handshakes(key, maxUdp, new CheapNoise(key, random), random, indexes, off, now);
    }
}
