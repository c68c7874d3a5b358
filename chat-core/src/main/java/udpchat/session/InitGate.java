package udpchat.session;

import static udpchat.wire.WireLimits.Handshake.HALF_OPEN_FREE;
import static udpchat.wire.WireLimits.Handshake.HALF_OPEN_FREE_PER_IP;
import static udpchat.wire.WireLimits.Handshake.INITS_FREE_PER_SECOND;
import static udpchat.wire.WireLimits.Handshake.PROVEN_INITS_BURST;
import static udpchat.wire.WireLimits.Handshake.PROVEN_INITS_PER_SECOND;
import static udpchat.wire.WireLimits.Handshake.PROVEN_INIT_PREFIXES;

import java.util.random.RandomGenerator;
import udpchat.model.PeerAddress;
import udpchat.noise.CookieJar;
import udpchat.noise.RateLimiter;
import udpchat.wire.Bytes;
import udpchat.wire.Packet;

/** Decides, before anything costs much, what an INIT is worth. */
final class InitGate {

    /** What to do with an INIT. */
    enum Verdict {
        ADMIT,
        /** Likewise; and it proved its address. */
        ADMIT_PROVEN,
        ASK_FOR_COOKIE,
        DROP
    }

    private final CookieJar cookies;
    private final RateLimiter proven =
            new RateLimiter(PROVEN_INITS_PER_SECOND, PROVEN_INITS_BURST, PROVEN_INIT_PREFIXES);
    private final SlidingRate inits = new SlidingRate(INITS_FREE_PER_SECOND);

    InitGate(RandomGenerator random, long now) {
        cookies = new CookieJar(random, now);
    }

    /**
     * Judges an INIT that no RESP answers yet.
     *
     * @param halfOpen inbound handshakes in RESP_SENT
     * @param halfOpenOfIp those of the same IP address
     */
    Verdict judge(Packet.Init init, PeerAddress from, int halfOpen, int halfOpenOfIp, long now) {
        boolean busy = inits.isReached(now) || halfOpen > HALF_OPEN_FREE || halfOpenOfIp > HALF_OPEN_FREE_PER_IP;
        inits.record(now);
        boolean isProven = init.hasCookie()
                && cookies.isValid(
                        init.cookie().toArray(), from, init.ephemeral().toArray(), now);
        if (!busy) {
            return isProven ? Verdict.ADMIT_PROVEN : Verdict.ADMIT;
        }
        if (!isProven) {
            return Verdict.ASK_FOR_COOKIE;
        }
        return proven.tryAcquire(from.ip(), now) ? Verdict.ADMIT_PROVEN : Verdict.DROP;
    }

    Bytes cookie(Packet.Init init, PeerAddress from, long now) {
        return Bytes.wrap(cookies.cookie(from, init.ephemeral().toArray(), now));
    }
}
