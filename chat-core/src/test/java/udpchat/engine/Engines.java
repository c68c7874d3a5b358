package udpchat.engine;

import java.time.InstantSource;
import java.util.Random;
import udpchat.directory.PeerDirectory;
import udpchat.noise.Identity;
import udpchat.store.InMemoryStore;
import udpchat.wire.WireLimits;

/** Engines for tests. */
public final class Engines {
    private Engines() {}

    /** One with an identity of its own, that tells no steps of deliveries as events. */
    public static PeerEngine quiet(PeerDirectory directory, InstantSource wall) {
        return quiet(1, directory, wall);
    }

    /** Likewise; another seed, another identity. */
    public static PeerEngine quiet(long seed, PeerDirectory directory, InstantSource wall) {
        Random random = new Random(seed);
        Identity identity = Identity.generate(random);
        EngineConfig config = new EngineConfig(() -> identity, "", false, false, true, false, WireLimits.Datagram.MAX);
        return new PeerEngine(config, directory, wall, random, InMemoryStore::new);
    }
}
